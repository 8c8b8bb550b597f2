import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { placeOfLink } from '../../src/app/tickets/message-link';

test.each([
  [
    'https://acme.slack.com/archives/C0GLOBEX/p1700000000123456',
    { platform: 'slack', channel: 'C0GLOBEX', message: '1700000000.123456', thread: null },
  ],
  [
    ' https://acme.enterprise.slack.com/archives/C0GLOBEX/p1700000000123456?thread_ts=1700000000.000100&cid=C0GLOBEX ',
    {
      platform: 'slack',
      channel: 'C0GLOBEX',
      message: '1700000000.123456',
      thread: '1700000000.000100',
    },
  ],
  [
    'https://teams.microsoft.com/l/message/19%3Aabc%40thread.tacv2/1700000000123?tenantId=t&parentMessageId=1700000000001',
    {
      platform: 'teams',
      channel: '19:abc@thread.tacv2',
      message: '1700000000123',
      thread: '1700000000001',
    },
  ],
])('a link to a message says where it stands: %s', (link, place) => {
  expect(placeOfLink(link)).toEqual(place);
});

test.each([
  '',
  'hello',
  'http://acme.slack.com/archives/C0GLOBEX/p1700000000123456',
  'https://acme.slack.com/archives/C0GLOBEX',
  'https://acme.slack.com/archives/C0GLOBEX/p17000',
  'https://evil.example/l/message/19%3Aabc/1700000000123',
  'https://teams.microsoft.com/l/message/%E0%A4%A/1700000000123',
])('anything else is no link to a message: %j', (link) => {
  expect(placeOfLink(link)).toBeNull();
});

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void placeOfLink(text)));
  fc.assert(
    fc.property(
      fc.webUrl(),
      fc.string(),
      (url, text) => void placeOfLink(`${url}/archives/${text}`),
    ),
  );
});
