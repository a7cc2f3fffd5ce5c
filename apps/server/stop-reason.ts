/** Why the program does not start, in one sentence an operator can act on. Printed without a stack; the exit is not 0. */
export class CannotStart extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'CannotStart'
  }
}
