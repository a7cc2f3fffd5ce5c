/** Widths a picture can be asked for, in pixels. */
const widths = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096]

/** What pictures belong to: the parts of their addresses. */
type PictureKind = 'app-icons' | 'avatars' | 'banners'

/** Where a picture of an account or application is, wide enough for so many pixels. */
export function pictureAddress(
  kind: PictureKind,
  picture: { readonly id: string; readonly name: string },
  pixels: number,
): string {
  const size = widths.find((width) => width >= pixels) ?? 4096
  return `/media/${kind}/${picture.id}/${picture.name}.webp?size=${size}`
}

/** The addresses for screens of one, two and three pixels per point. */
export function pictureSet(
  kind: PictureKind,
  picture: { readonly id: string; readonly name: string },
  points: number,
): string {
  return [1, 2, 3]
    .map((density) => `${pictureAddress(kind, picture, points * density)} ${density}x`)
    .join(', ')
}
