// Generated from pieces/classifier/src/operations/classify.ts by `npm run nodes:generate`: change it there.
import { list, longText, number, text } from '../../../kit/field';
import { jobToken } from '../../../kit/job';
import { operation } from '../../../kit/operation';
import type { ClassifierClient } from '../client';

export const classify = operation({
  name: 'classify',
  label: 'Classify mail',
  help: 'Judges which board a mail belongs to and what its sender wants, with a probability. Has no effect.',
  idempotent: true,
  fields: {
    job_token: jobToken,
    from: text('From', { help: 'Address of the sender, with or without a name.', required: true }),
    // Not required: a mail may well have no subject or no text, and is judged on the rest.
    subject: text('Subject', { help: 'Subject line.' }),
    body: longText('Text', { help: 'Text of the mail.' }),
    attachment_names: list('Attachment names', { help: 'File names are evidence too.' }),
    confidence_floor: number('Confidence floor', {
      help: 'Below this probability, 0 to 1, the verdict abstains. Left empty, the core decides.',
    }),
  },
  run: (classifier: ClassifierClient, input) => {
    const { job_token, subject = '', body = '', attachment_names = [], ...rest } = input;
    return classifier(job_token).judge({ subject, body, attachment_names, ...rest });
  },
});
