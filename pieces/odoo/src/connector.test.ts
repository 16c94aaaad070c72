import { describeConnector } from '@pebble/kit/testing/describe-connector';
import { odoo } from './connector.ts';
import { fixtures } from './fixtures.ts';

describeConnector(odoo, fixtures);
