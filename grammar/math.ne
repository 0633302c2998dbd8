# The shape of mathematical notation: no function names, no meaning.
#
# Both lexers (LaTeX and plain text) end in the same tokens, and src/read/settle.ts has given each its role: `prefix` is a sign
# before its operand, `sign` one between two; bars arrive as `open` and `close`, and the body of a big operator ends with a `stop`.
# So every formula has at most one parse.
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
list -> chain                                     {% first %}
      | list %separator chain                     {% node("list") %}

# a = b \le c; a side may be missing
chain -> side                                     {% first %}
       | chain %relator side                      {% node("chain") %}
side -> null                                      {% node("empty") %}
      | sum                                       {% first %}
      | sum %between sum                          {% node("between") %}

sum -> product                                    {% first %}
     | %prefix signed                             {% node("sign") %}
     | sum %sign signed                           {% node("sum") %}
signed -> product                                 {% first %}
        | %prefix signed                          {% node("sign") %}

product -> run                                    {% first %}
         | product %operator factor               {% node("binary") %}
factor -> run                                     {% first %}
        | %prefix factor                          {% node("sign") %}

# things side by side, flat
run -> item                                       {% first %}
     | run item                                   {% node("run") %}
item -> primary                                   {% first %}
      | item %script argument                     {% node("scripts") %}
      | item %mark                                {% node("scripts") %}
      | item %tight phrase %close                 {% node("application") %}
argument -> primary                               {% first %}
          | %prefix primary                       {% node("sign") %}

primary -> %atom                                  {% first %}
         | %open phrase %close                    {% node("group") %}
         | %one primary                           {% node("one") %}
         | %two primary primary                   {% node("two") %}
         | %begin rows %end                       {% node("environment") %}
         | head %stop                             {% node("big") %}
         | head signed %stop                      {% node("big") %}

# \sum_{i=1}^n …: its body is the rest of its term, whose end is the token `stop`
head -> %big                                      {% first %}
      | head %script argument                     {% node("scripts") %}

rows -> row                                       {% first %}
      | rows %newline row                         {% node("rows") %}
row -> phrase                                     {% first %}
     | row %amp phrase                            {% node("row") %}
