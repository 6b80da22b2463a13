// There is nothing here that a script would do better.
export const csr = false;
