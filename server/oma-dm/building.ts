/** A value that is still being put together: conditional properties are assigned, which costs less than spreading. */
export type Building<T> = { -readonly [Key in keyof T]: T[Key] };
