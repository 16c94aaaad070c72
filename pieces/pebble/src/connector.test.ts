import { describeConnector } from '@pebble/kit/testing/describe-connector';
import { pebble } from './connector.ts';
import { fixtures } from './fixtures.ts';

describeConnector(pebble, fixtures);
