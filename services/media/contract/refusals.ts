import { defineRefusals } from '@alles/platform/contract'

export const refusals = defineRefusals({
  not_a_picture: {
    status: 415,
    sentence: 'This file is not a picture we can read. Send a PNG, JPEG, WebP, GIF or AVIF.',
  },
  broken_picture: {
    status: 400,
    sentence: 'This picture is damaged or incomplete. Nothing was kept; try another file.',
  },
  too_many_pixels: { status: 413, sentence: 'A picture may have at most 25 megapixels.' },
  picture_took_too_long: {
    status: 400,
    sentence: 'This picture takes too long to read. Nothing was kept; try another file.',
  },
  pictures_busy: {
    status: 503,
    sentence: 'Many pictures are being read at this moment. Nothing was kept; try again in some seconds.',
  },
  unknown_upload: { status: 404, sentence: 'This upload does not exist (any more). Send the picture again.' },
  too_many_uploads: { status: 429, sentence: 'Too many pictures wait to be used. Use or remove one first.' },
  unknown_picture: { status: 404, sentence: 'There is no such picture.' },
})
