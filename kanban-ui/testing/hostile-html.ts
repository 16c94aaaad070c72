/** A mail as a newsletter program writes it, with what must not run and what must not load. */
export const HOSTILE_HTML = `<table width="560" bgcolor="#f2f6fa"><tr><td style="padding:20px;color:#223">
<img src="https://tracker.example/open.gif?id=7" width="1" height="1">
<h2 style="color:#0b5394">Spring prices for valves</h2>
<p onclick="alert(1)">Dear Sir or Madam,<br>please find our <b>enquiry</b> below and send a quotation.</p>
<script>window.parent.document.title = 'owned'</script>
<img src="https://cdn.example/banner.png" alt="Banner of the spring sale">
<img src="x" onerror="window.parent.document.title='owned'">
<table border="1" cellpadding="6" style="border-collapse:collapse"><tr><th>Item</th><th>Pieces</th></tr>
<tr><td>Gate valve DN50</td><td>40</td></tr><tr><td>Ball valve DN25</td><td>120</td></tr></table>
<p><a href="https://www.brandt-anlagen.example/list">Our full list</a> · <a href="javascript:alert(1)">do not click</a></p>
</td></tr></table>
<blockquote>On Monday, Meridian wrote: What quantities do you need?</blockquote>`;
