/**
 * Something that keeps the server from starting and that its operator can put right. `message` is one line that says
 * what is wrong and what to do; it is printed alone, without a stack.
 */
export class StartProblem extends Error {
  override readonly name = "StartProblem";
}
