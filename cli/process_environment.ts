/** The variables of this process: where they are read, and the only place. Cells are handed those that their workers may read. */
export const processEnvironment = (): Readonly<Record<string, string>> => Deno.env.toObject();
