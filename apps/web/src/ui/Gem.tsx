interface GemProps {
  readonly size?: number
}

/** The ruby: our mark. */
export function Gem({ size = 28 }: GemProps) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32">
      <path fill="#c41f48" d="M9 4h14l6 9-13 15L3 13z" />
      <path fill="#f0476b" d="M9 4h14l-3 9h-8z" />
      <path fill="#fff" fillOpacity=".18" d="M3 13h9l4 15zM23 4l6 9h-9z" />
    </svg>
  )
}
