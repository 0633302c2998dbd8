/** The style sheet of report pages: readable wide, narrow and on paper, in light and dark. */
export const pageStyle = `:root{--ink:#1d2330;--soft:#5d6675;--rule:#d9dee6;--paper:#fff;--tint:#f5f7fa;--right:#176b3a;--right-tint:#e7f4ec;--remark:#7a5600;--remark-tint:#fdf3d7;--wrong:#a8201a;--wrong-tint:#fdebe9;--review:#2f4f9e;--review-tint:#e9effb}
@media (prefers-color-scheme:dark){:root{--ink:#e7eaf0;--soft:#a3adbd;--rule:#3a4252;--paper:#171b23;--tint:#20252f;--right:#7fd3a0;--right-tint:#15301f;--remark:#eac46a;--remark-tint:#332a10;--wrong:#ff9d94;--wrong-tint:#3c1b19;--review:#a9c1ff;--review-tint:#1d2947}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1.25rem 4rem;max-width:58rem;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}
main h1{font-size:1.35rem;margin:1.8rem 0 .5rem}
main h2{font-size:1.2rem;margin:1.6rem 0 .4rem}
main h3,main h4,main h5{font-size:1.05rem;margin:1.3rem 0 .3rem}
article+article,.overview+article{border-top:2px solid var(--rule);margin-top:2.5rem;padding-top:2rem}
header{border-bottom:1px solid var(--rule);padding-bottom:1rem;margin-bottom:1.25rem}
.title{margin:0 0 .5rem;color:var(--soft)}
.chips{margin:.5rem 0;display:flex;flex-wrap:wrap;gap:.4rem}
.first{margin:.5rem 0}
a{color:inherit;text-decoration-color:var(--soft);text-underline-offset:.15em}
.p{margin:.7rem 0}
.katex{font-size:1.12em}
.katex-display{margin:.6rem 0;overflow-x:auto;overflow-y:hidden;padding:.15rem 0}
code.tex,pre{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code.tex{background:var(--tint);padding:.1em .3em;border-radius:.25em;overflow-wrap:anywhere}
pre{background:var(--tint);padding:.7rem .9rem;border-radius:.4rem;overflow-x:auto}
.badge{display:inline-block;white-space:nowrap;font-size:.78rem;font-weight:600;line-height:1.35;padding:.08rem .5rem;border-radius:1rem;border:1px solid currentColor}
.badge.right{color:var(--right);background:var(--right-tint)}
.badge.remark{color:var(--remark);background:var(--remark-tint)}
.badge.wrong{color:var(--wrong);background:var(--wrong-tint)}
.badge.review{color:var(--review);background:var(--review-tint)}
.badge.none{color:var(--soft);border-color:transparent;font-weight:400}
.derivation{margin:.8rem 0;border:1px solid var(--rule);border-radius:.5rem;background:var(--tint);padding:.35rem .8rem;display:grid;grid-template-columns:max-content minmax(0,1fr) max-content;column-gap:.35rem;align-items:center}
.line{display:contents}
.lhs{text-align:right;padding:.3rem 0}
.rhs,.whole{padding:.3rem 0;overflow-x:auto;overflow-y:hidden;min-width:0}
.whole{grid-column:1/3}
.line>.whole:last-child{grid-column:1/4}
.mark{text-align:right;padding:.3rem 0 .3rem .6rem}
.rhs.bad>.katex,.inline.bad>.katex{background:var(--wrong-tint);border-bottom:3px double var(--wrong);padding:.1em .15em;border-radius:.2em}
.note{grid-column:1/4;margin:.15rem 0 .6rem;padding:.45rem .8rem;border-left:4px solid var(--rule);background:var(--paper);border-radius:0 .35rem .35rem 0;font-size:.92rem}
.note.wrong{border-left-color:var(--wrong)}
.note.remark{border-left-color:var(--remark)}
.note.review{border-left-color:var(--review)}
.note.right{border-left-color:var(--right)}
.p>.note,li>.note{background:var(--tint)}
.note p{margin:.15rem 0;overflow-wrap:anywhere}
details{margin:.2rem 0}
summary{cursor:pointer;color:var(--soft)}
details[open]>summary{margin-bottom:.2rem}
table{border-collapse:collapse;font-size:.92rem;margin:.4rem 0}
.note table{display:block;overflow-x:auto}
th,td{text-align:left;vertical-align:top;padding:.2rem .9rem .2rem 0;font-weight:400}
.marks,.overview table{width:100%}
.marks th,.marks td,.overview th,.overview td,main table th,main table td{padding:.35rem .6rem;border-bottom:1px solid var(--rule)}
.note th,.note td{border-bottom:0!important;padding:.1rem .9rem .1rem 0!important}
thead th{color:var(--soft);font-size:.82rem}
.number{white-space:nowrap;font-variant-numeric:tabular-nums}
tfoot th,tfoot td{font-weight:700;white-space:nowrap}
.marks ul{margin:.2rem 0;padding-left:1.1rem}
.marks summary{color:inherit}
footer{margin-top:2rem;border-top:1px solid var(--rule);padding-top:.6rem;color:var(--soft);font-size:.85rem}
@media (max-width:40rem){body{padding:1rem .8rem 3rem}.derivation{display:block;padding:.3rem .6rem}.line{display:flex;flex-wrap:wrap;align-items:center;column-gap:.35rem}.lhs:empty{width:1.6rem}.rhs{max-width:100%}.whole{flex:1 1 100%}.mark{margin-left:auto;padding-left:0}.katex{font-size:1.05em}.marks th,.marks td{padding:.3rem .35rem}}
@media print{:root{--ink:#000;--soft:#444;--rule:#bbb;--paper:#fff;--tint:#fff;--right:#0d4f28;--right-tint:#fff;--remark:#5c4100;--remark-tint:#fff;--wrong:#8f1410;--wrong-tint:#fff;--review:#1e3a80;--review-tint:#fff}body{max-width:none;padding:0;font-size:10.5pt}.rhs,.whole,tr,h1,h2,h3{break-inside:avoid}.note{break-before:avoid}h1,h2,h3{break-after:avoid}article+article{break-before:page;border:0;margin:0}.derivation{background:none;display:block}.line{display:flex;flex-wrap:wrap;align-items:center;column-gap:.35rem;break-inside:avoid}.lhs:empty{width:1.6rem}.rhs{max-width:100%}.whole{flex:1 1 100%}.mark{margin-left:auto}.aside{display:none}details::details-content{content-visibility:visible;display:block}details>summary{list-style:none}a{text-decoration:none}}
@page{margin:18mm 16mm}`;
