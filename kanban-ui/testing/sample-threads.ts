/** A thread of the demonstration: where it lies, and what was written. All people and companies are invented. */
export interface SampleThread {
  column: string;
  /** Minutes since its last mail. */
  age: number;
  entity: string;
  from: string;
  subject: string;
  body: string;
  /** A second mail on the same thread. */
  reply: string | null;
}

// column | minutes ago | entity | from | subject | body | reply
const TABLE = `
new | 3 | europe | Ada Brandt <ada.brandt@brandt-anlagen.example> | Price for 40 gate valves DN50 PN16 | Please quote your best price and availability for 40 gate valves DN50 PN16, delivery to Hamburg. We need the quotation by Friday. | -
new | 26 | india | Rahul Mehta <rahul@mehta-engineering.example> | Enquiry: stainless pipe fittings | Kindly send your price and quotation for the attached list of SS316 fittings. | -
new | 48 | gulf | Layla Haddad <layla@haddad-water.example> | طلب عرض سعر لمضخات المياه | Please send price and quote for 6 water pumps. نحتاج إلى عرض سعر خلال هذا الأسبوع. | -
new | 130 | gulf | Omar Farouk <omar@falcon-yards.example> | Quotation for 3 t forklift rental, Jebel Ali | Quote for three months please, price per month and availability. | -
new | 190 | europe | Sofia Lindqvist <sofia@nordlager.example> | Visit next Tuesday? Meeting about the yearly contract | Could we have a meeting or a call on Tuesday at 10? | -
new | 300 | india | 佐藤 健 <sato@mizu-pump.example> | 見積もりのお願い: ポンプ部品 | Please send a price and quotation for spare parts of model MP-300. | -
triage | 9 | europe | j.weber@weber-handel.example | Your message | Hello, as discussed. See below. Regards, J. | -
triage | 75 | gulf | Dana Cole <dana@colefields.example> | Fwd: catalogue 2026 | Thought this may be of interest for you. | -
triage | 420 | india | Priya Nair <priya@nair-textiles.example> | Samples arrived broken | The samples came in broken cartons. What shall we do? | -
qualified | 95 | europe | Marta Silva <marta@silvatherm.example> | Follow-up: offer for 12 heat exchangers | Any news on the offer? A reminder from our side. | We have the drawing ready now, please see attached.
qualified | 600 | india | Karan Shah <karan@shahminerals.example> | Quote for conveyor belts, 220 m | Price and availability for 220 m EP400 please, with quotation valid 60 days. | -
qualified | 1440 | europe | Jonas Keller <j.keller@keller-druck.example> | Anfrage Druckluftbehälter 500 l | Anfrage: 4 Druckluftbehälter 500 l, price ex works. Termin egal, quote bitte. | -
qualified | 2100 | gulf | Huda Nasser <huda@nasser-foods.example> | Site visit and quotation for cold room | Could you come for a visit and a meeting, then quote? | -
proposal | 55 | europe | Peter Novak <peter@novak-sys.example> | Offer 2026-118: remarks and follow-up | Thank you for the offer. Follow-up questions in the file. | One more remark on page 3.
proposal | 1900 | india | Anita Rao <anita@raocables.example> | Price for 2,000 m copper cable | Please confirm price and quotation for 2,000 m. | -
proposal | 4300 | gulf | Yusuf Karim <yusuf@karim-logistics.example> | Quotation for dock levellers (8 pcs) | Price and availability for 8 dock levellers with installation. | -
negotiation | 240 | europe | Elena Petrova <elena@petrova-bau.example> | Re: discount on the yearly quantity | Follow-up on the offer: at 500 pieces we expect a better price. Any news? | We can sign at 7 %.
negotiation | 3100 | india | Vikram Iyer <vikram@iyerpower.example> | Quote revision 3, compressor station | Price of revision 3 is close. Quote without option B please. | -
won | 5200 | europe | Lena Fuchs <lena@fuchs-automation.example> | Quotation accepted: 16 control cabinets | We accept price and quote. Order follows by post. | -
won | 7600 | gulf | Hassan Al Amiri <hassan@amiri-marine.example> | Meeting: contract signing at your office | Meeting on Sunday, then we sign after the call. | -
lost | 9000 | europe | Tom Becker <tom@beckerbox.example> | Price for used containers | Quote too high, we went elsewhere. Price was the reason. | -
new | 15 | europe | Ada Brandt <ada.brandt@brandt-anlagen.example> | Purchase order 4711: 40 gate valves | Please find our purchase order PO 4711 attached. | -
new | 70 | gulf | Billing <billing@seabird-freight.example> | Invoice 2026-0392 for freight | Please find attached invoice 2026-0392. Rechnung anbei. | -
in_process | 360 | india | Ken Ito <ito@mizu-pump.example> | Purchase order 88120, spare parts | Purchase order PO 88120 attached, order by sea. | Please confirm the date.
waiting | 900 | gulf | Accounts <accounts@haddad-water.example> | Remittance advice: payment of 14,200.00 | Payment was paid today, remittance attached. | -
done | 8000 | europe | Accounts <accounts@nordlager.example> | Payment received for invoice 2026-0311 | Payment: remittance of today, paid in full. | -
new | 33 | gulf | Tender Cell <tenders@harbour-authority.example> | Notice inviting tender: water treatment plant, phase II | Notice Inviting Tender NIT 12/2026. Tender notice attached. | -
screening | 480 | india | Procurement <procurement@metro-works.example> | Technical bid: clarification on EMD | The bid requires an EMD. Technical bid documents attached. | The date was extended.
submitted | 6000 | europe | Vergabestelle <vergabe@stadtwerke.example> | Vergabe 77/2026 tender notice | Vergabe: tender notice 77/2026, Lieferung von Pumpen. | -
`;

/** Threads enough to fill three boards. */
export const SAMPLE_THREADS: readonly SampleThread[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [column = '', age = '', entity = '', from = '', subject = '', body = '', reply = '-'] =
      line.split(' | ');
    return { column, age: Number(age), entity, from, subject, body, reply: reply === '-' ? null : reply };
  });
