import { claudeRoutes } from '../chat/claude.ts';
import { completionRoutes } from '../chat/completions.ts';
import { geminiRoutes } from '../chat/gemini.ts';
import { chatRoutes } from '../chat/openai.ts';
import { responsesRoutes } from '../chat/responses.ts';
import type { Gateway } from '../gateway.ts';
import type { Route } from '../http/router.ts';
import { systems } from '../systems/index.ts';
import { accountRoutes } from './account.ts';
import { controlRoutes } from './control.ts';
import { fileRoutes } from './files.ts';
import { imageEditRoutes } from './image-edits.ts';
import { imageRoutes } from './images.ts';
import { midjourneyRoutes } from './midjourney.ts';
import { moreMidjourneyRoutes } from './midjourney-more.ts';
import { openaiVideoRoutes } from './openai-videos.ts';
import { speechRoutes } from './speech.ts';
import { createSpokenTexts } from './spoken.ts';
import { textRoutes } from './texts.ts';
import { transcriptionRoutes } from './transcription.ts';
import { uploadRoutes } from './upload.ts';
import { videoRoutes } from './video.ts';

/** Every route of the gateway itself. */
export function gatewayRoutes(gateway: Gateway): Route[] {
  const spoken = createSpokenTexts();
  return [
    ...chatRoutes(gateway, spoken),
    ...completionRoutes(gateway),
    ...responsesRoutes(gateway),
    ...claudeRoutes(gateway),
    ...geminiRoutes(gateway, spoken),
    ...imageRoutes(gateway),
    ...imageEditRoutes(gateway),
    ...videoRoutes(gateway),
    ...openaiVideoRoutes(gateway),
    ...speechRoutes(gateway, spoken),
    ...transcriptionRoutes(gateway, spoken),
    ...textRoutes(),
    ...midjourneyRoutes(gateway),
    ...moreMidjourneyRoutes(gateway),
    ...accountRoutes(gateway),
    ...fileRoutes(gateway),
    ...systems.flatMap((system) => system.routes(gateway)),
    ...controlRoutes(gateway),
  ];
}

/** Every route of the upload host. */
export function uploadHostRoutes(gateway: Gateway): Route[] {
  return uploadRoutes(gateway);
}
