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
  file_too_large: { status: 413, discord: 40005, sentence: 'This file is larger than files may be here.' },
  empty_file: { status: 400, discord: 50006, sentence: 'This file is empty.' },
  too_much_waiting: {
    status: 429,
    discord: 0,
    sentence: 'Too many files wait to be used. Send or remove some first, or try again in an hour.',
  },
  unknown_file: {
    status: 400,
    discord: 50146,
    sentence: 'One of these files does not exist (any more). Send it again.',
  },
  upload_gone: { status: 404, sentence: 'No file is expected at this address (any more).' },
  unfinished_file: {
    status: 400,
    discord: 50146,
    sentence: 'One of these files has not arrived whole. Send the rest of it first.',
  },
  wrong_offset: {
    status: 409,
    discord: 0,
    sentence: 'The rest of this file begins elsewhere. Ask with HEAD how far it has arrived.',
  },
  arriving_already: {
    status: 409,
    discord: 0,
    sentence: 'This file is arriving already. Wait, or ask with HEAD how far it is.',
  },
  files_busy: {
    status: 503,
    discord: 0,
    sentence: 'Many files are arriving at this moment. Try again in some seconds.',
  },
  unknown_attachment: { status: 404, discord: 0, sentence: 'There is no such file (any more).' },
  asset_too_large: { status: 400, discord: 50045, sentence: 'This file is too large for what it is to be.' },
  unknown_picture: { status: 404, sentence: 'There is no such picture.' },
})
