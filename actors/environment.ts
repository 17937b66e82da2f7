/** Reads a variable of the environment. */
export type Environment = (name: string) => string | undefined;
