import type { Mapping, MediaRule } from '#core/recipe/schema';

/** Pictures that go along with the words of a chat. */
export const chatPictures = {
  form: 'url-or-data',
  maxCount: 10,
  maxBytes: 10_000_000,
  types: ['image/*'],
} satisfies MediaRule;

/** The one message of a user who asks for a picture or a film: words, and the pictures of the input `images`. */
export function askingMessage(words: Mapping): Mapping {
  return {
    object: {
      role: { constant: 'user' },
      content: {
        when: { present: { input: 'images' } },
        give: {
          concat: [
            { object: { type: { constant: 'text' }, text: words } },
            {
              each: { input: 'images' },
              give: {
                object: { type: { constant: 'image_url' }, image_url: { object: { url: { item: true } } } },
              },
            },
          ],
        },
        otherwise: words,
      },
    },
  };
}
