/** A mail as it is handed over. */
export interface Envelope {
  /** Of its row; names its file and begins its message id. */
  readonly id: string
  readonly from: string
  readonly to: string
  /** The whole signed message. */
  readonly raw: Buffer
}

/** What became of one try. */
export type Delivery =
  | { readonly outcome: 'sent' }
  /** For good. `undeliverable`: because of the address, so that other mail to it would be refused as well. */
  | {
      readonly outcome: 'refused'
      readonly code: number
      readonly enhancedCode: string | null
      readonly undeliverable: boolean
    }
  /** `fault`: a code of the protocol or of the connection, never the text of an answer. */
  | { readonly outcome: 'later'; readonly fault: string }
