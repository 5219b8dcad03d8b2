import RunwayML from '@runwayml/sdk';
import Replicate from 'replicate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PracticeProcess, startPracticeProcess } from './support/practice-process.ts';

let practice: PracticeProcess;

beforeAll(async () => {
  practice = await startPracticeProcess('--task-ms', '50', '--word-ms', '0');
});
afterAll(() => practice.stop());

const picture = 'https://example.com/a.png';

describe("Replicate's own client", () => {
  const client = () => new Replicate({ auth: 'sk-practice', baseUrl: `${practice.url}/replicate/v1` });

  it('creates a prediction of a model, waits for it and has its result', async () => {
    const made = await client().predictions.create({
      model: 'black-forest-labs/flux-kontext-pro',
      input: { prompt: 'a cat', input_image: picture },
    });
    expect(made.status).toBe('starting');
    expect(made.urls.get).toMatch(/^https:\/\/api\.replicate\.com\//);
    const done = await client().wait(made, { interval: 20 });
    expect(done.status).toBe('succeeded');
    const answer = await fetch(String(done.output));
    expect(answer.headers.get('content-type')).toBe('image/png');
  });

  it('gets a typed error for an input that the model does not have', async () => {
    const wrong = client().predictions.create({ model: 'google/imagen-4', input: { prompt: 'a cat', seeds: 1 } });
    await expect(wrong).rejects.toThrow(/422.*seeds/s);
  });
});

describe("Runway's own client", () => {
  const client = () => new RunwayML({ apiKey: 'key_practice', baseURL: `${practice.url}/runwayml`, maxRetries: 0 });

  it('begins a film with a picture and finds it among the tasks', async () => {
    const { id } = await client().imageToVideo.create({
      model: 'gen4_turbo',
      promptImage: picture,
      ratio: '1280:720',
      promptText: 'it moves',
      duration: 5,
    });
    let task = await client().tasks.retrieve(id);
    while (task.status !== 'SUCCEEDED' && task.status !== 'FAILED') {
      await new Promise((resolve) => setTimeout(resolve, 20));
      task = await client().tasks.retrieve(id);
    }
    expect(task.status).toBe('SUCCEEDED');
    expect(task.status === 'SUCCEEDED' && task.output.length).toBe(1);
  });

  it('gets a typed error for a ratio that the model does not have', async () => {
    const wrong = client().imageToVideo.create({ model: 'gen4_turbo', promptImage: picture, ratio: '16:9' as never });
    await expect(wrong).rejects.toBeInstanceOf(RunwayML.BadRequestError);
  });
});
