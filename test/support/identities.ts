/** Lines that hold for every value of their symbols, and lines that do not: what `compare` is tested on. */
export interface Group {
  readonly declare: string;
  readonly equal: readonly string[];
  readonly unequal: readonly string[];
}

export const groups: readonly Group[] = [
  {
    declare: "A:m,n; B:n,p; C:p,m; X:m,n; Y:m,n; S:n,n is symmetric; K:n,n; M:n,n; x:n; y:n; u:m; a:",
    equal: [
      "tr(A B C) = tr(C A B)", "tr(A B C) = tr(B' A' C')", "(A B)' = B' A'", "tr(X' Y) = sumall(X ⊙ Y)", "norm(A)^2 = tr(A A')",
      "norm(A - X)^2 = norm(A)^2 - 2 tr(A' X) + norm(X)^2", "x' K y = y' K' x", "x' S y = y' S x", "u' A x = tr(A x u')", "Diag(x) y = x ⊙ y",
      "diag(Diag(x) K) = x ⊙ diag(K)", "tr(Diag(x) K) = sumall(x ⊙ diag(K))", "x' (K - K') x = 0", "tr(K M - M K) = 0",
      "Diag(x) K Diag(y) = K ⊙ (x y')", "tr(S K S M) = tr(S M S K)", "eye(n) x = x", "tr(eye(n)) = n", "tr(K K' K K') = norm(K' K)^2",
      "sum(i in 1..n)(sum(j in 1..n)([i = j] x[i] y[j])) = x' y", "(x' y)^2 = tr(x y' x y')", "(K + M) (K - M) = K K - K M + M K - M M",
      "norm(x y')^2 = (x' x) (y' y)", "sum(i in 1..n)(1) = n", "vec(A B) = kron(B', eye(m)) vec(A)",
    ],
    unequal: [
      "tr(K M S) = tr(M K S)", "K x = K' x", "Diag(x) K = K Diag(x)", "tr(K) tr(M) = tr(K M)", "sumall(A) = sumall(A ⊙ A)", "K M = M K",
      "(K + M) (K - M) = K K - M M", "diag(K M) = diag(K) ⊙ diag(M)", "tr(K K) = norm(K)^2", "tr(eye(n)) = 1", "tr(eye(n)) = 2",
      "norm(A - X)^2 = norm(A)^2 - tr(A' X) + norm(X)^2", "K ⊙ (x y') = K ⊙ (y x')", "tr(K K M M) = tr(K M K M)", "x + a = x",
    ],
  },
  {
    declare: "A:m,n; X:n,p; Z:n,n; x:n; y:n; b:m; V:m,p; S:n,n is symmetric; P:n,n is positive definite; K:n,n is nonsingular; L:n,n is nonsingular; a:",
    equal: [
      "D(tr(Z K), K) = Z'", "D(norm(A X)^2, X) = 2 A' A X", "D(norm(A X), X) = A' A X / norm(A X)", "D(tr(sg(X)' A' A X), X) = A' A X",
      "D(tr(sg(X)' A' A X), X) + D(tr(X' A' A sg(X)), X) = D(norm(A X)^2, X)", "D(norm(A x - b)^2, x) = 2 A' (A x - b)",
      "D(x' Z x, x) = (Z + Z') x", "D(x' S x, x) = 2 S x", "D(D(x' Z x, x), x) = Z + Z'", "D(norm(x), x) = x / norm(x)",
      "D(x / norm(x), x) = eye(n) / norm(x) - x x' / norm(x)^3", "D(A x, x) = A", "D(tr(inv(K) Z), K) = -(inv(K) Z inv(K))'",
      "D(det(K), K) = det(K) inv(K)'", "D(ln(det(P)), P) = inv(P)'", "inv(K L) = inv(L) inv(K)", "inv(K') = inv(K)'",
      "inv(K) - inv(L) = inv(K) (L - K) inv(L)", "det(K L) = det(L) det(K)", "inv(S) = inv(S)'", "D(tr(K K K), K) = 3 (K K)'",
      "inv(K + a eye(n)) K = eye(n) - a inv(K + a eye(n))", "D(ln(x' P x), x) = 2 P x / (x' P x)", "D(exp(-norm(x)^2 / 2), x) = -exp(-norm(x)^2 / 2) x",
      "D(x' inv(K) y, K) = -inv(K)' x y' inv(K)'", "inv(X' X + eye(p)) X' = X' inv(X X' + eye(n))", "det(2 K) = 2^n det(K)",
    ],
    unequal: [
      "D(tr(Z K), K) = Z", "D(norm(A X)^2, X) = A' A X", "D(norm(A X), X) = A' A X", "D(x' Z x, x) = 2 Z x", "D(tr(sg(X)' A' A X), X) = 2 A' A X",
      "D(x / norm(x), x) = eye(n) / norm(x)", "D(tr(inv(K) Z), K) = -inv(K) Z inv(K)", "D(det(K), K) = det(K) inv(K)", "inv(K L) = inv(K) inv(L)",
      "det(K + L) = det(K) + det(L)", "det(2 K) = 2 det(K)", "det(2 K) = 8 det(K)", "D(tr(K K K), K) = 3 K K", "inv(K) - inv(L) = inv(K) (K - L) inv(L)",
    ],
  },
  {
    declare: "z:n; y:n is one-hot; q:n is probability; W:n,m; x:m; b:n; v:n; a:; c:; t:; g:",
    equal: [
      "exp(-a) / (1 + exp(-a))^2 = sigmoid(a) (1 - sigmoid(a))", "1 / (exp(a) + 2 + exp(-a)) = sigmoid(a) (1 - sigmoid(a))", "sigmoid(-a) = 1 - sigmoid(a)",
      "tanh(a) = 2 sigmoid(2 a) - 1", "D(tanh(a), a) = 1 - tanh(a)^2", "D(softplus(a), a) = sigmoid(a)", "softplus(a) - softplus(-a) = a",
      "sumall(softmax(z)) = 1", "softmax(z + c) = softmax(z)", "D(softmax(z), z) = Diag(softmax(z)) - softmax(z) softmax(z)'",
      "D(-y' ln(softmax(z)), z) = softmax(z) - y", "D(-q' ln(softmax(z)), z) = softmax(z) - q", "ln(softmax(z)) = z - logsumexp(z)",
      "D(sigmoid(W x + b), b) = Diag(sigmoid(W x + b) ⊙ (1 - sigmoid(W x + b)))", "D(v' sigmoid(W x + b), W) = (v ⊙ sigmoid(W x + b) ⊙ (1 - sigmoid(W x + b))) x'",
      "D(-(t ln(sigmoid(g)) + (1 - t) ln(1 - sigmoid(g))), g) = sigmoid(g) - t", "-(t ln(sigmoid(g)) + (1 - t) ln(1 - sigmoid(g))) = softplus(g) - t g",
      "D(D(logsumexp(z), z), z) = Diag(softmax(z)) - softmax(z) softmax(z)'", "exp(a) exp(c) = exp(a + c)", "sigmoid(a) / sigmoid(-a) = exp(a)",
      "tabulate(i in 1..n)(1 / sum(j in 1..n)(exp(z[j] - z[i]))) = softmax(z)", "y ⊙ y = y", "sumall(q) = 1", "sumall(ln(sigmoid(z))) = -sumall(softplus(-z))",
    ],
    unequal: [
      "exp(-a) / (1 + exp(-a)) = sigmoid(a) (1 - sigmoid(a))", "D(sigmoid(a), a) = sigmoid(a) (1 + sigmoid(a))", "D(tanh(a), a) = 1 - tanh(a)",
      "D(softmax(z), z) = Diag(softmax(z) ⊙ (1 - softmax(z)))", "D(-y' ln(softmax(z)), z) = y - softmax(z)", "D(-y' ln(softmax(z)), z) = softmax(z) - 1",
      "D(-v' ln(softmax(z)), z) = softmax(z) - v", "softmax(2 z) = softmax(z)", "exp(a + c) = exp(a) + exp(c)", "1 / (exp(a) + 1 + exp(-a)) = sigmoid(a) (1 - sigmoid(a))",
      "D(logsumexp(z), z) = exp(z)", "q ⊙ q = q", "exp(1) a = 4 a", "exp(a) = 1 + a",
    ],
  },
  {
    declare: "A:n,n; u:n; z:n; a:; t:; L:m,n",
    equal: [
      "sum(i in 2..n)(u[i - 1]) = sum(j in 1..n - 1)(u[j])", "sum(i in 1..n)(u[i] z[n + 1 - i]) = u' flip(z)", "sum(i in 1..n)(sum(j in 1..i)(A[i, j])) = sum(j in 1..n)(sum(i in j..n)(A[i, j]))",
      "sum(i in 1..n)(sum(j in 1..n)([i ≠ j] A[i, j])) = sumall(A) - tr(A)", "sum(i in 1..n - 1)(u[i + 1] - u[i]) = u[n] - u[1]", "sum(i in 1..n)(u[i] + 1) = sumall(u) + n",
      "sum(i in 1..n)((u[i] - sumall(u) / n)^2) = norm(u)^2 - sumall(u)^2 / n", "tabulate(i in 1..n)(sum(j in 1..n)([i = j] u[j])) = u", "sum(i in 1..n)(i) = n (n + 1) / 2",
      "tabulate(i in 1..m)(sum(j in 1..n)(L[i, j] u[j])) = L u", "product(i in 1..n)(exp(u[i])) = exp(sumall(u))",
    ],
    unequal: [
      "sum(i in 2..n)(u[i - 1]) = sumall(u)", "sum(i in 1..n)(u[i] z[i]) = u' flip(z)", "sum(i in 1..n)(sum(j in 1..i)(A[i, j])) = sum(i in 1..n)(sum(j in i..n)(A[i, j]))",
      "sum(i in 1..n)(u[i] + 1) = sumall(u) + 1", "sum(i in 1..n)(i) = n^2 - n + 1", "tabulate(i in 1..n)(tabulate(j in 1..n)([i = j] u[i])) = u u'", "sumall(u)^2 = norm(u)^2",
      "sum(i in 1..n)(i) = 2 n - 1",
    ],
  },
  {
    declare: "W:m,n; x:n; b:m; V:k,m; c:k; y:k; v:m; z:m; t:; g:; h: is positive",
    equal: [
      "D(sumall(sigmoid(V sigmoid(W x + b) + c)), b) = (V' (sigmoid(V sigmoid(W x + b) + c) ⊙ (1 - sigmoid(V sigmoid(W x + b) + c)))) ⊙ sigmoid(W x + b) ⊙ (1 - sigmoid(W x + b))",
      "D(-(t ln(sigmoid(v' relu(W x + b) + g)) + (1 - t) ln(1 - sigmoid(v' relu(W x + b) + g))), W) = (sigmoid(v' relu(W x + b) + g) - t) (v ⊙ heaviside(W x + b)) x'",
      "D(norm(V relu(W x + b) - y)^2, x) = 2 W' (heaviside(W x + b) ⊙ (V' (V relu(W x + b) - y)))", "D(norm(V tanh(W x + b) + c - y)^2, V) = 2 (V tanh(W x + b) + c - y) tanh(W x + b)'",
      "relu(z) - relu(-z) = z", "relu(z) + relu(-z) = abs(z)", "relu(z) ⊙ relu(-z) = 0", "heaviside(2 z) = heaviside(z)", "relu(3 t) = 3 relu(t)", "sqrt(t^2) = abs(t)",
      "max(t, g) = (t + g + abs(t - g)) / 2", "relu(z) ⊙ relu(z) = relu(z) ⊙ z", "D(relu(t)^2, t) = 2 relu(t)", "exp(relu(t)) = 1 + heaviside(t) (exp(t) - 1)", "abs(h) = h",
      "cases(t > 0: t; 0) = relu(t)", "cases(t ≥ 0: t; -t) = abs(t)",
    ],
    unequal: [
      "relu(-z) = -relu(z)", "heaviside(-z) = heaviside(z)", "abs(t + g) = abs(t) + abs(g)", "sqrt(t^2) = t", "max(t, g) = (t + g - abs(t - g)) / 2", "relu(z) ⊙ relu(z) = z ⊙ z",
      "D(norm(V relu(W x + b) - y)^2, x) = 2 W' (V' (V relu(W x + b) - y))", "relu(t - 5) = 0", "relu(t - 100) relu(g - 100) = 0", "abs(t) = t", "max(t, g) = t",
      "cases(t > 3: t; 0) = 0", "sigmoid(V sigmoid(W x + b) + c) = sigmoid(V sigmoid(W x) + c)",
    ],
  },
  {
    declare: "f(m|k)->m; g(n|p)->m; F(n)->; s(n)->n; r(|)->; x:n; a:k; b:p; t:; w:; u:n; A:n,n",
    equal: [
      "D(f(g(x, b), a), a) = f_2(g(x, b), a)", "D(f(g(x, b), a), b) = f_1(g(x, b), a) g_2(x, b)", "D(F(A u), u) = A' F_1(A u)", "D(D(F(A u), u), u) = A' F_11(A u) A",
      "D(r(t^2, w), t) = 2 t r_1(t^2, w)", "D(r(t, t), t) = r_1(t, t) + r_2(t, t)", "D(D(r(t, w), t), w) = D(D(r(t, w), w), t)", "D(s(x + s(x)), x) = s_1(x + s(x)) (eye(n) + s_1(x))",
    ],
    unequal: [
      "D(f(g(x, b), a), b) = f_1(g(x, b), a)", "D(F(A u), u) = A F_1(A u)", "D(F(A u), u) = A' F_1(u)", "D(r(t^2, w), t) = r_1(t^2, w)", "D(r(t, t), t) = r_1(t, t)", "r(t, w) = r(w, t)",
      "D(s(x + s(x)), x) = s_1(x + s(x)) s_1(x)",
    ],
  },
  {
    declare: "a:; b:; c: is positive; d: is positive; x:n; Q:n,n is orthogonal; A:n,n",
    equal: [
      "ln(c d) = ln(c) + ln(d)", "ln(c^3) = 3 ln(c)", "sqrt(c) sqrt(d) = sqrt(c d)", "1 / sqrt(c) = sqrt(c) / c", "(a + b)^3 = a^3 + 3 a^2 b + 3 a b^2 + b^3", "1 / (a - b) = -1 / (b - a)",
      "1 / a + 1 / b = (a + b) / (a b)", "(a^2 - b^2) / (a - b) = a + b", "sin(a)^2 + cos(a)^2 = 1", "D(sin(a b), a) = b cos(a b)", "Q Q' = eye(n)", "norm(Q x) = norm(x)", "sqrt(8) = 2 sqrt(2)",
      "exp(a / 2)^2 = exp(a)", "D(c^3 ln(c), c) = 3 c^2 ln(c) + c^2", "tr(Q A Q') = tr(A)", "cos(2 a) = 1 - 2 sin(a)^2", "exp(a ln(c)) = c^a", "det(Q)^2 = 1", "c^a c^b = c^(a + b)",
    ],
    unequal: [
      "ln(c + d) = ln(c) + ln(d)", "sqrt(c + d) = sqrt(c) + sqrt(d)", "(a + b)^2 = a^2 + b^2", "1 / (a + b) = 1 / a + 1 / b", "exp(a b) = exp(a) exp(b)", "sin(2 a) = 2 sin(a)", "norm(A x) = norm(x)",
      "a / b = b / a", "Q = Q'", "det(Q) = 1", "1 + a / 1000000000000000000000000000000 = 1", "a + 94814639 a = a", "45950519 45764879 a = 0", "c^a = a^c",
    ],
  },
];

/** Accepted only with a condition, or not decided: never simply right, never wrong. */
export const conditional: readonly { readonly declare: string; readonly claim: string; readonly condition: string | null }[] = [
  { declare: "a:; b:", claim: "ln(a b) = ln(a) + ln(b)", condition: "a > 0, b > 0" },
  { declare: "a:", claim: "ln(a^2) = 2 ln(a)", condition: "a > 0" },
  { declare: "a:", claim: "a^2 / a = a", condition: "a ≠ 0" },
  { declare: "a:", claim: "sqrt(a)^2 = a", condition: "a ≥ 0" },
  { declare: "a:; b:", claim: "1 / (a - a) = 1 / (b - b)", condition: null },
  { declare: "c: is positive", claim: "ln(-c) = ln(c)", condition: null },
  { declare: "v:n; z:n", claim: "v ⊘ heaviside(z) = v ⊙ heaviside(z)", condition: null },
  { declare: "t:; v:", claim: "v heaviside(t) / heaviside(t) = v", condition: null },
];
