import { describeConnector } from '@pebble/kit/testing/describe-connector';
import { outlook } from './connector.ts';
import { fixtures } from './fixtures.ts';

describeConnector(outlook, fixtures);
