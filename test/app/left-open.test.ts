import { expect, it } from '@jest/globals';
import { endingOnce, endLeftOpen } from '../support/left-open';

it('what a suite leaves open is ended after it, once, the last opened first, whatever fails', async () => {
  const ended: string[] = [];
  const opened = (name: string, failure?: Error) =>
    endingOnce(async () => {
      ended.push(name);
      if (failure !== undefined) throw failure;
    });
  const byItself = opened('ended by itself');
  opened('the first');
  opened('one that cannot be ended', new Error('stuck'));
  opened('the last');
  await Promise.all([byItself(), byItself()]);
  await expect(endLeftOpen()).rejects.toThrow('not everything could be ended');
  expect(ended).toEqual(['ended by itself', 'the last', 'one that cannot be ended', 'the first']);
  await endLeftOpen();
  expect(ended).toHaveLength(4);
});
