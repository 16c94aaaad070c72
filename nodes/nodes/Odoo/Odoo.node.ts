import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type ILoadOptionsFunctions,
  type INodeListSearchResult,
} from 'n8n-workflow';
import { odoo } from '../../connectors/odoo/connector';
import { findChoices } from '../../runtime/find-choices';
import { runOperations } from '../../runtime/run-operations';

/** Type of the credential for each way to sign in. */
const CREDENTIALS = { api_key: 'pebbleOdooApi' };

export class Odoo implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Odoo by Pebble',
    name: 'odoo',
    icon: { light: 'file:../../icons/odoo.svg', dark: 'file:../../icons/odoo.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
    description:
      'Leads, partners, quotations, invoices, activities, messages, files, and any record of any model',
    defaults: { name: 'Odoo by Pebble' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'pebbleOdooApi', required: true }],
    properties: [
      {
        displayName: 'Resource',
        name: 'resource',
        type: 'options',
        noDataExpression: true,
        options: [
          { name: 'Lead', value: 'lead' },
          { name: 'Message', value: 'message' },
          { name: 'Record', value: 'record' },
        ],
        default: 'lead',
      },
      {
        displayName: 'Operation',
        name: 'operation',
        type: 'options',
        noDataExpression: true,
        displayOptions: { show: { resource: ['lead'] } },
        options: [
          {
            name: 'Create or Update Lead',
            value: 'upsert_lead',
            description:
              'Writes a lead under a key of yours. The same key again updates the same lead; safe to repeat.',
            action: 'Create or update lead',
          },
        ],
        default: 'upsert_lead',
      },
      {
        displayName: 'Operation',
        name: 'operation',
        type: 'options',
        noDataExpression: true,
        displayOptions: { show: { resource: ['message'] } },
        options: [
          {
            name: 'Post Message',
            value: 'post_message',
            description:
              'Writes into the conversation of a record. A comment goes to its followers by e-mail, a note does not. A repeat writes it again.',
            action: 'Post message',
          },
        ],
        default: 'post_message',
      },
      {
        displayName: 'Operation',
        name: 'operation',
        type: 'options',
        noDataExpression: true,
        displayOptions: { show: { resource: ['record'] } },
        options: [
          {
            name: 'Search Records',
            value: 'search_records',
            description: 'Finds records of any model, page by page, and stops when there are enough',
            action: 'Search records',
          },
        ],
        default: 'search_records',
      },
      {
        displayName: 'Key',
        name: 'key',
        type: 'string',
        default: '',
        description:
          'Your own name for it, such as the ID of the mail it comes from. The same key always means the same record.',
        required: true,
        displayOptions: { show: { resource: ['lead'], operation: ['upsert_lead'] } },
      },
      {
        displayName: 'Title',
        name: 'name',
        type: 'string',
        default: '',
        description: 'What it is about, such as the subject of the mail',
        required: true,
        displayOptions: { show: { resource: ['lead'], operation: ['upsert_lead'] } },
      },
      {
        displayName: 'Additional Fields',
        name: 'additionalFields',
        type: 'collection',
        placeholder: 'Add Field',
        default: {},
        displayOptions: { show: { resource: ['lead'], operation: ['upsert_lead'] } },
        options: [
          {
            displayName: 'Company',
            name: 'company',
            type: 'resourceLocator',
            default: { mode: 'list', value: '' },
            modes: [
              {
                displayName: 'From List',
                name: 'list',
                type: 'list',
                typeOptions: { searchListMethod: 'companies', searchable: true },
              },
              { displayName: 'By ID', name: 'id', type: 'string' },
            ],
            description:
              'ID or name of the company to work in, where there are several. Several IDs: separated by commas.',
          },
          {
            displayName: 'Company of the Contact',
            name: 'company_name',
            type: 'string',
            default: '',
            description: 'As it stands in the mail; Odoo makes a partner of it later',
          },
          {
            displayName: 'Contact',
            name: 'contact_name',
            type: 'string',
            default: '',
            description: 'Name of the person who asks',
          },
          {
            displayName: 'E-Mail',
            name: 'email',
            type: 'string',
            default: '',
            description: 'Of the contact',
            placeholder: 'name@email.com',
          },
          {
            displayName: 'Expected Closing',
            name: 'deadline',
            type: 'string',
            default: '',
            description: 'A date, such as 2026-03-31',
          },
          {
            displayName: 'Expected Revenue',
            name: 'expected_revenue',
            type: 'number',
            default: 0,
            description: 'In the currency of the company',
          },
          {
            displayName: 'Further Values',
            name: 'values',
            type: 'json',
            default: '',
            description: 'By technical name of the field, also of fields of your own such as x_source',
          },
          {
            displayName: 'Language',
            name: 'language',
            type: 'string',
            default: '',
            description:
              'Of translated names and labels, such as de_DE. The language of the account when left out.',
          },
          {
            displayName: 'Notes',
            name: 'description',
            type: 'string',
            typeOptions: { rows: 4 },
            default: '',
            description: 'Plain text, or HTML that begins with a tag',
          },
          {
            displayName: 'Partner',
            name: 'partner',
            type: 'string',
            default: '',
            description: 'ID or name of a partner that exists',
          },
          { displayName: 'Phone', name: 'phone', type: 'string', default: '', description: 'Of the contact' },
          {
            displayName: 'Priority',
            name: 'priority',
            type: 'options',
            options: [
              { name: 'None', value: '0' },
              { name: 'One Star', value: '1' },
              { name: 'Two Stars', value: '2' },
              { name: 'Three Stars', value: '3' },
            ],
            default: '0',
            description: 'Stars',
          },
          {
            displayName: 'Sales Team',
            name: 'team',
            type: 'resourceLocator',
            default: { mode: 'list', value: '' },
            modes: [
              {
                displayName: 'From List',
                name: 'list',
                type: 'list',
                typeOptions: { searchListMethod: 'teams', searchable: true },
              },
              { displayName: 'By ID', name: 'id', type: 'string' },
            ],
            description: 'ID or name',
          },
          {
            displayName: 'Salesperson',
            name: 'salesperson',
            type: 'resourceLocator',
            default: { mode: 'list', value: '' },
            modes: [
              {
                displayName: 'From List',
                name: 'list',
                type: 'list',
                typeOptions: { searchListMethod: 'users', searchable: true },
              },
              { displayName: 'By ID', name: 'id', type: 'string' },
            ],
            description: 'ID or name of a user',
          },
          {
            displayName: 'Stage',
            name: 'stage',
            type: 'resourceLocator',
            default: { mode: 'list', value: '' },
            modes: [
              {
                displayName: 'From List',
                name: 'list',
                type: 'list',
                typeOptions: { searchListMethod: 'stages', searchable: true },
              },
              { displayName: 'By ID', name: 'id', type: 'string' },
            ],
            description: 'ID or name. The first one when left out.',
          },
          {
            displayName: 'Tags',
            name: 'tags',
            type: 'string',
            typeOptions: { multipleValues: true },
            default: [],
            description: 'Names; those that do not exist yet are made',
          },
          {
            displayName: 'Type',
            name: 'type',
            type: 'options',
            options: [
              { name: 'Lead', value: 'lead' },
              { name: 'Opportunity', value: 'opportunity' },
            ],
            default: 'lead',
            description: 'Lead or opportunity',
          },
        ],
      },
      {
        displayName: 'Model',
        name: 'model',
        type: 'resourceLocator',
        default: { mode: 'list', value: '' },
        modes: [
          {
            displayName: 'From List',
            name: 'list',
            type: 'list',
            typeOptions: { searchListMethod: 'models', searchable: true },
          },
          { displayName: 'By ID', name: 'id', type: 'string' },
        ],
        description: 'Technical name, such as crm.lead or res.partner',
        required: true,
        displayOptions: { show: { resource: ['message'], operation: ['post_message'] } },
      },
      {
        displayName: 'Record',
        name: 'id',
        type: 'string',
        default: '',
        description: 'Its ID',
        required: true,
        displayOptions: { show: { resource: ['message'], operation: ['post_message'] } },
      },
      {
        displayName: 'Text',
        name: 'body',
        type: 'string',
        typeOptions: { rows: 4 },
        default: '',
        description: 'Plain text, or HTML that begins with a tag',
        required: true,
        displayOptions: { show: { resource: ['message'], operation: ['post_message'] } },
      },
      {
        displayName: 'Kind',
        name: 'kind',
        type: 'options',
        options: [
          { name: 'Note, for Colleagues', value: 'note' },
          { name: 'Comment, to All Followers', value: 'comment' },
        ],
        default: 'note',
        description: 'Who gets to see it',
        displayOptions: { show: { resource: ['message'], operation: ['post_message'] } },
      },
      {
        displayName: 'Additional Fields',
        name: 'additionalFields',
        type: 'collection',
        placeholder: 'Add Field',
        default: {},
        displayOptions: { show: { resource: ['message'], operation: ['post_message'] } },
        options: [
          {
            displayName: 'Attachments',
            name: 'attachments',
            type: 'string',
            typeOptions: { multipleValues: true },
            default: [],
            description: 'IDs of files that Odoo has already; see "Add attachment"',
          },
          {
            displayName: 'Company',
            name: 'company',
            type: 'resourceLocator',
            default: { mode: 'list', value: '' },
            modes: [
              {
                displayName: 'From List',
                name: 'list',
                type: 'list',
                typeOptions: { searchListMethod: 'companies', searchable: true },
              },
              { displayName: 'By ID', name: 'id', type: 'string' },
            ],
            description:
              'ID or name of the company to work in, where there are several. Several IDs: separated by commas.',
          },
          {
            displayName: 'Language',
            name: 'language',
            type: 'string',
            default: '',
            description:
              'Of translated names and labels, such as de_DE. The language of the account when left out.',
          },
          {
            displayName: 'Partners',
            name: 'partners',
            type: 'string',
            typeOptions: { multipleValues: true },
            default: [],
            description: 'IDs of partners who are told besides the followers',
          },
          {
            displayName: 'Subject',
            name: 'subject',
            type: 'string',
            default: '',
            description: 'Of the message',
          },
        ],
      },
      {
        displayName: 'Model',
        name: 'model',
        type: 'resourceLocator',
        default: { mode: 'list', value: '' },
        modes: [
          {
            displayName: 'From List',
            name: 'list',
            type: 'list',
            typeOptions: { searchListMethod: 'models', searchable: true },
          },
          { displayName: 'By ID', name: 'id', type: 'string' },
        ],
        description: 'Technical name, such as crm.lead or res.partner',
        required: true,
        displayOptions: { show: { resource: ['record'], operation: ['search_records'] } },
      },
      {
        displayName: 'Limit',
        name: 'limitField',
        type: 'number',
        default: 100,
        description: 'At most this many; 100 when left out, 10,000 at most',
        displayOptions: { show: { resource: ['record'], operation: ['search_records'] } },
      },
      {
        displayName: 'Additional Fields',
        name: 'additionalFields',
        type: 'collection',
        placeholder: 'Add Field',
        default: {},
        displayOptions: { show: { resource: ['record'], operation: ['search_records'] } },
        options: [
          {
            displayName: 'Archived Too',
            name: 'archived',
            type: 'boolean',
            default: false,
            description: 'Whether this is so: odoo hides archived records otherwise',
          },
          {
            displayName: 'Company',
            name: 'company',
            type: 'resourceLocator',
            default: { mode: 'list', value: '' },
            modes: [
              {
                displayName: 'From List',
                name: 'list',
                type: 'list',
                typeOptions: { searchListMethod: 'companies', searchable: true },
              },
              { displayName: 'By ID', name: 'id', type: 'string' },
            ],
            description:
              'ID or name of the company to work in, where there are several. Several IDs: separated by commas.',
          },
          {
            displayName: 'Domain',
            name: 'domain',
            type: 'json',
            default: '',
            description:
              'Conditions as Odoo writes them, e.g. ["|", ["email", "=", "a@b.example"], ["name", "ilike", "acme"]]. All records when left out.',
          },
          {
            displayName: 'Fields',
            name: 'fields',
            type: 'string',
            typeOptions: { multipleValues: true },
            default: [],
            description: 'Technical names, such as name and email_from. A few usual ones when left out.',
          },
          {
            displayName: 'Language',
            name: 'language',
            type: 'string',
            default: '',
            description:
              'Of translated names and labels, such as de_DE. The language of the account when left out.',
          },
          {
            displayName: 'Offset',
            name: 'offset',
            type: 'number',
            default: 0,
            description: 'Skips this many first',
          },
          {
            displayName: 'Order',
            name: 'order',
            type: 'string',
            default: '',
            description: 'Such as write_date desc, ID desc',
          },
        ],
      },
      {
        displayName: 'Whole Output',
        name: 'wholeOutput',
        type: 'boolean',
        default: false,
        description:
          'Whether to give one item with everything under "output" instead of an item for each member of a list',
      },
    ],
  };

  methods = {
    listSearch: {
      async models(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'models', search });
      },
      async fields(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'fields', search });
      },
      async stages(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'stages', search });
      },
      async teams(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'teams', search });
      },
      async users(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'users', search });
      },
      async companies(this: ILoadOptionsFunctions, search?: string): Promise<INodeListSearchResult> {
        return await findChoices(this, odoo, CREDENTIALS, { lookup: 'companies', search });
      },
    },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperations(this, odoo, CREDENTIALS);
  }
}
