# The shape of mathematical notation: no function names, no meaning.
#
# Both lexers (LaTeX and plain text) end in the same tokens, and src/read/settle.ts has given each its role: `prefix` is a sign
# before its operand, `sign` one between two; bars arrive as `open` and `close`. So every formula has at most one parse.
# Lists are left-recursive (Earley is linear on them) and nothing is computed here: a postprocessor only names the rule, and
# src/read/tree.ts builds the syntax tree once, from the finished parse.
#
# The token names are those of src/read/lexeme.ts.

@preprocessor typescript

@{%
import type { Draft } from "../draft.ts";
const nothing = (): never => { throw new Error("parse.ts hands over settled tokens"); };
const lexer = { has: (_name: string): boolean => true, reset: nothing, next: nothing, save: nothing, formatError: nothing };
const node = (rule: Draft["rule"]) => (parts: any[]): Draft => ({ rule, parts });
const first = (parts: any[]) => parts[0];
%}
@lexer lexer

# words and formulas:  \text{if } x > 0
phrase -> list                                    {% first %}
        | phrase %divider list                    {% node("phrase") %}

# items:  x; \theta    Y = k | x
list -> element                                   {% first %}
      | list %separator element                   {% node("list") %}

element -> null                                   {% node("empty") %}
         | chain                                  {% first %}

# a = b \le c, either end may be missing
chain -> operand                                  {% first %}
       | links                                    {% node("chain") %}
       | open                                     {% node("chain") %}
open  -> %relator                                 {% node("relator") %}
       | operand %relator                         {% node("relator") %}
       | links %relator                           {% node("relator") %}
links -> open operand                             {% node("link") %}

operand -> sum                                    {% first %}
         | sum %range sum                         {% node("range") %}
         | sum %colon sum                         {% node("typing") %}

sum -> term                                       {% first %}
     | %prefix signed                             {% node("sign") %}
     | sum %sign signed                           {% node("sum") %}
signed -> term                                    {% first %}
        | %prefix signed                          {% node("sign") %}

# products; a big operator takes the rest of its term
term -> product                                   {% first %}
      | tail                                      {% first %}
      | product %operator tail                    {% node("binary") %}
      | product %operator %prefix tail            {% node("binary") %}
product -> run                                    {% first %}
         | product %operator run                  {% node("binary") %}
         | product %operator %prefix run          {% node("binary") %}
tail -> big                                       {% first %}
      | run big                                   {% node("run") %}
big -> head                                       {% node("big") %}
     | head term                                  {% node("big") %}
     | head %prefix signed                        {% node("big") %}
head -> %big                                      {% first %}
      | %under primary %big                       {% node("under") %}
      | head script                               {% node("scripts") %}

# things side by side, flat
run -> item                                       {% first %}
     | run item                                   {% node("run") %}
item -> postfix                                   {% first %}
      | evaluation                                {% first %}

evaluation -> %evaluation                         {% node("evaluation") %}
            | evaluation script                   {% node("scripts") %}

postfix -> primary                                {% first %}
         | postfix script                         {% node("scripts") %}
         | postfix %prime                         {% node("scripts") %}
         | postfix %bang                          {% node("factorial") %}
         | postfix %power argument                {% node("power") %}
         | postfix %tight phrase %close           {% node("application") %}
script -> %sup argument                           {% node("sup") %}
        | %sub argument                           {% node("sub") %}
argument -> primary                               {% first %}
          | %prefix primary                       {% node("sign") %}

primary -> %atom                                  {% first %}
         | %open phrase %close                    {% node("group") %}
         | %lbrace phrase %rbrace                 {% node("braces") %}
         | %lbrace %font phrase %rbrace           {% node("fontbraces") %}
         | %one primary                           {% node("one") %}
         | %two primary primary                   {% node("two") %}
         | %root %open phrase %close primary      {% node("root") %}
         | %begin rows %end                       {% node("environment") %}
rows -> row                                       {% first %}
      | rows %newline row                         {% node("rows") %}
row -> phrase                                     {% first %}
     | row %amp phrase                            {% node("row") %}
