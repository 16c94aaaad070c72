import { describeConnector } from '@pebble/kit/testing/describe-connector';
import { dlq } from './connector.ts';
import { fixtures } from './fixtures.ts';

describeConnector(dlq, fixtures);
