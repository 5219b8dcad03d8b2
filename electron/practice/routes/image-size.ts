import { z } from 'zod';

/** The sizes of the official models that have three. */
export const fixedSize = z.enum(['auto', '1024x1024', '1536x1024', '1024x1536']).optional();

/** Of gpt-image-2: sides that are multiples of 16, no longer than three times the other, at most as much as 3840x2160 (PROTOCOL 5.1). */
export const freeSize = z
  .string()
  .refine((text) => {
    if (text === 'auto') return true;
    const [width = 0, height = 0] = /^\d{1,4}x\d{1,4}$/.test(text) ? text.split('x').map(Number) : [];
    const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
    return (
      shorter > 0 && width % 16 === 0 && height % 16 === 0 && longer <= 3 * shorter && longer <= 3840 && shorter <= 2160
    );
  }, 'expected auto or WxH, both a multiple of 16, 1:3 to 3:1, at most 3840x2160')
  .optional();
