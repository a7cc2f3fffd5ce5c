import type { Routes } from '@alles/platform/http'
import * as contract from '../contract/index.ts'
import type { Media } from '../media.ts'
import { drawDefaultAvatar } from './draw-default-avatar.ts'
import {
  isOfGuild,
  showGuildPicture,
  showMemberPicture,
  showToken,
} from '../guild-pictures/show-guild-picture.ts'
import { showPicture, yearSeconds } from './show-picture.ts'

export function answerPictures(routes: Routes, media: Media): void {
  routes.answerPublic(contract.showAvatar, ({ id, file, size }) =>
    showPicture(media, { use: 'avatar', id, file, size }),
  )
  routes.answerPublic(contract.showBanner, async ({ id, file, size }) =>
    (await isOfGuild(media, file))
      ? showGuildPicture(media, { use: 'guild_banner', id, file, size })
      : showPicture(media, { use: 'banner', id, file, size }),
  )
  routes.answerPublic(contract.showIcon, (wish) =>
    showGuildPicture(media, { ...wish, use: 'icon', size: wish.size }),
  )
  routes.answerPublic(contract.showRoleIcon, (wish) =>
    showGuildPicture(media, { ...wish, use: 'role_icon', size: wish.size }),
  )
  routes.answerPublic(contract.showMemberAvatar, (wish) =>
    showMemberPicture(media, { ...wish, size: wish.size }),
  )
  routes.answerPublic(contract.showEmoji, (wish) =>
    showToken(media, { ...wish, use: 'emoji', size: wish.size }),
  )
  routes.answerPublic(contract.showSticker, (wish) =>
    showToken(media, { ...wish, use: 'sticker', size: wish.size }),
  )
  routes.answerPublic(contract.showLogo, ({ id, file, size }) =>
    showPicture(media, { use: 'logo', id, file, size }),
  )
  const defaults = [0, 1, 2, 3, 4, 5].map(drawDefaultAvatar)
  routes.answerPublic(contract.showDefaultAvatar, async ({ file }) => {
    const number = Number(file[0])
    const bytes = defaults[number] as Uint8Array
    return { mediaType: 'image/png', bytes, tag: `default-${number}`, maxAgeSeconds: yearSeconds / 365 }
  })
}
