/** Numbers in time order, oldest first: a plain array or a typed one. Nothing here changes a series it is given. */
export type Series = ArrayLike<number>;
