"""Runs generated NumPy code against differences of functions that were written by hand.

Standard input: {"problems": [...], "codes": [text or null, ...]}. Standard output: one line of JSON per problem that fails.
A problem names its function as a NumPy expression over the declared names (`numpy`), the array it is differentiated by (`variable`), and,
where needed, what is held fixed (`held`), a second variable (`v2`), the value of a cut quantity (`cut`) or what is taken of the result g (`after`).
"""
import ast, json, math, re, sys
import numpy as np

try:
    import scipy, scipy.integrate, scipy.linalg, scipy.special
    erf, gamma = scipy.special.erf, scipy.special.gamma
except ImportError:
    scipy, erf, gamma = None, np.vectorize(math.erf), math.gamma

NODES, WEIGHTS = np.polynomial.legendre.leggauss(40)


def quad(f, a, b):
    return ((b - a) / 2 * sum(w * f((b - a) / 2 * x + (a + b) / 2) for x, w in zip(NODES, WEIGHTS)), 0)


def sig(z):
    return 1 / (1 + np.exp(-z))


def sm(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def rsm(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


KNOWN = dict(np=np, sig=sig, sm=sm, rsm=rsm, erf=erf, gamma=gamma, quad=quad, scipy=scipy)
SIZES = [
    dict(m=3, n=4, p=2, q=5, k=3, d=4, h=3, K=3, N=4, a=2, b=3, w=2, B=3, C=2, O=2, H=2),
    dict(m=5, n=3, p=4, q=2, k=2, d=2, h=4, K=4, N=3, a=3, b=2, w=3, B=2, C=3, O=3, H=3),
]


def sizes_of(round_, p):
    sizes = dict(SIZES[round_])
    if p.get("big"):
        sizes["m"] = sizes["n"] + 2
    if p.get("conv"):
        sizes["n"] = 6
    return {**sizes, **p.get("dims", {})}


def plain(name):
    return re.sub(r"\\(mathbf|hat|bar)\{?(\w+)\}?", r"\2", name).replace("\\", "").replace("{", "").replace("}", "").strip()


def size(text, sizes):
    text = re.sub(r"(\d)([A-Za-z])", r"\1*\2", text.strip())
    return int(eval(text, {}, dict(sizes)))


def draw(space, sizes, rng):
    kind, *attributes = [x.strip() for x in space.split(",")]
    has = lambda a: any(a in x for x in attributes)
    if has("natural"):
        return int(rng.integers(2, 5))
    inner = re.match(r"R\^\{?(.*?)\}?$", kind)
    shape = tuple(size(s, sizes) for s in inner.group(1).split(" x ")) if inner else ()
    x = rng.normal(size=shape)
    if has("nonsingular"):
        return x + 3 * np.eye(shape[0])
    if has("positive definite"):
        return x @ x.T + 2 * np.eye(shape[0])
    if has("symmetric"):
        return x + x.T
    if has("diagonal"):
        return x * np.eye(shape[0])
    if has("positive"):
        x = np.abs(x) + 0.4
    elif has("probability"):
        x = np.abs(x) + 0.2
        x = x / x.sum()
    elif has("one-hot"):
        x = np.eye(shape[0])[rng.integers(shape[0])]
    elif has("binary"):
        x = (rng.random(shape) > 0.5) * 1.0
    elif has("sign"):
        x = np.sign(x)
    elif has("unit"):
        x = rng.random(shape) * 0.8 + 0.1
    return float(x) if shape == () else x


def differences(f, env, name, h):
    """Central differences of fourth order; axes of f, then of the variable."""
    x = np.asarray(env[name], float)
    at = lambda y: np.asarray(f({**env, name: y if y.ndim else float(y)}), float)
    out = np.zeros(at(x).shape + x.shape)
    for index in np.ndindex(*x.shape):
        total = 0
        for factor, step in ((8, 1), (-8, -1), (-1, 2), (1, -2)):
            y = x.copy()
            y[index] += step * h
            total = total + factor * at(y)
        out[(...,) + index] = total / (12 * h)
    return out


def structured(g, structure):
    if structure == "symmetric":
        return g + g.T - g * np.eye(len(g))
    return g - g.T if structure == "skew-symmetric" else g * np.eye(len(g))


def expected(p, env, scale=1.0):
    code = compile(p["numpy"], p["numpy"], "eval")
    held = {a: env[b] for a, b in p.get("held", {}).items()}
    f = lambda e: eval(code, {**KNOWN, **e, **held})
    if p.get("direct"):
        return np.asarray(f(env), float)
    result = plain_or_laid_out(p, f, env, scale)
    return eval(p["after"], {"np": np, "g": result}) if p.get("after") else result


def plain_or_laid_out(p, f, env, scale):
    q, v = p["question"], p["variable"]
    if q.get("order") == 2 or p.get("v2"):
        h = 3e-3 * scale
        return differences(lambda e: differences(f, e, v, h), env, p.get("v2", v), h)
    r = differences(f, env, v, 1e-3 * scale)
    x = np.shape(env[v])
    axes = r.ndim - len(x)
    if p.get("vecv"):
        return np.stack([r[..., i, j] for j in range(x[1]) for i in range(x[0])], -1)
    if q.get("structure"):
        return structured(r, q["structure"])
    layout = q.get("layout", "mixed")
    if layout == "numerator" and axes == 0:
        return r[None, :] if len(x) == 1 else r.T
    if layout == "denominator" and axes and x:
        return np.moveaxis(r, list(range(axes)), list(range(len(x), len(x) + axes)))
    return r[None, :] if layout == "denominator" and axes == 1 and not x else r


def value(code, names):
    tree = ast.parse(code)
    last = tree.body.pop()
    exec(compile(tree, "code", "exec"), names)
    return np.asarray(eval(compile(ast.Expression(last.value), "code", "eval"), names), float)


def agree(a, b, tolerance):
    return np.allclose(a, b, rtol=tolerance, atol=tolerance * max(1, np.abs(b).max(initial=0)))


def scene(number, round_, attempt, p):
    """Sizes and values of all declared names."""
    rng = np.random.default_rng(100 * number + round_ + 10 * attempt)
    sizes, q = sizes_of(round_, p), p["question"]
    names = q.get("names", {})
    env = {s: n for s, n in sizes.items() if re.search(rf"(?<![A-Za-z]){s}(?![A-Za-z])", " ".join(q["declare"].values()))}
    for name, space in q["declare"].items():
        env[names.get(name, plain(name))] = draw(space, sizes, rng)
    if p.get("cut"):
        env[p["variable"]] = eval(p["cut"], {**KNOWN, **env})
    return env


def verdict(number, p, code):
    tolerance = 1e-5 if p["question"].get("order") or p.get("v2") else 1e-6
    for round_ in range(2):
        for attempt in range(5):
            env = scene(number, round_, attempt, p)
            want = expected(p, env)
            given = {a: b for a, b in env.items() if not (p.get("cut") and a == p["variable"])}
            try:
                got = value(code, {"np": np, "scipy": scipy, **given})
            except Exception as error:
                return f"{type(error).__name__}: {error}"
            if got.shape != want.shape:
                return f"shape {got.shape}, expected {want.shape}"
            if agree(got, want, tolerance):
                break
            # Near a kink or a singular point differences tell nothing: half the step gives another value. Then another point is drawn.
            if agree(expected(p, env, 0.5), want, tolerance):
                return f"{got.ravel()[:4]}, expected {want.ravel()[:4]}"
        else:
            return "no point where differences settle"
    return None


def main():
    task = json.load(sys.stdin)
    for number, (p, code) in enumerate(zip(task["problems"], task["codes"])):
        if code is None or (scipy is None and "scipy" in code):
            continue
        failure = verdict(number, p, code)
        if failure:
            print(json.dumps({"expr": p["question"]["expr"], "wrt": p["question"]["wrt"], "code": code, "failure": failure}))


main()
