import styles from './Skeleton.module.css'

interface SkeletonProps {
  /** Width in percent of what is around it. */
  readonly width?: number
  readonly height?: number
  readonly round?: boolean
}

/** The place of something that is on its way. */
export function Skeleton({ width = 100, height = 14, round = false }: SkeletonProps) {
  return (
    <span
      aria-hidden="true"
      data-waiting
      className={styles.skeleton}
      style={{ width: round ? height : `${width}%`, height, borderRadius: round ? '50%' : undefined }}
    />
  )
}
