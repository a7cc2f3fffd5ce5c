const hidden = '[secret]'

/**
 * A value that cannot be printed: a password, a token, a key. It has no serialiser; string conversion, JSON, inspection
 * and template literals all give `[secret]`. Only `reveal` gives the value, so every reader can be found by that word.
 */
export class Secret<Value = string> {
  readonly #value: Value

  constructor(value: Value) {
    this.#value = value
  }

  reveal(): Value {
    return this.#value
  }

  toString(): string {
    return hidden
  }

  toJSON(): string {
    return hidden
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return hidden
  }
}
