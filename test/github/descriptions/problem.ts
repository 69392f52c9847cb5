/** One way in which an answer or a payload differs from GitHub's description; `path` is a JSON pointer into it. */
export type Problem = { readonly path: string; readonly message: string };
