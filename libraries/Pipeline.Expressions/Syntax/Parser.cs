namespace Pipeline.Expressions.Syntax;

/// <summary>
/// Reads an expression by recursive descent: <c>||</c> over <c>&amp;&amp;</c> over <c>!</c> over comparisons over <see cref="Operators.ArithmeticOf"/> over signs.
/// </summary>
internal sealed class Parser
{
    /// <summary>Characters an expression may have; bounds what compiling and evaluating it can cost.</summary>
    public const int MaxLength = 16 << 10;

    /// <summary>Levels of nesting, so that neither reading nor evaluating overruns a thread's stack.</summary>
    public const int MaxDepth = 100;

    private readonly Lexer _lexer;
    private readonly string _text;
    private Token _token;
    private Token _last;
    private int _depth;

    private Parser(string text)
    {
        _text = text;
        _lexer = new Lexer(text);
        _token = _lexer.Next();
    }

    /// <exception cref="ExpressionException">The text is none, with the place of the mistake.</exception>
    /// <param name="text">A condition, a number, a text or a call.</param>
    /// <param name="example">What it might look like, for a user who wrote nothing.</param>
    public static Expression Parse(string text, string example)
    {
        if (text.Length > MaxLength)
            throw new Place(MaxLength, text.Length - MaxLength).Error($"the expression is longer than {MaxLength} characters");
        var parser = new Parser(text);
        if (parser._token.Kind == TokenKind.End)
            throw new Place(0, 0).Error($"the expression is empty (expected one such as: {example})");
        var expression = parser.Chain(all: false);
        return parser._token.Kind == TokenKind.End ? expression : throw parser.Unexpected("an operator or the end");
    }

    private Expression Chain(bool all)
    {
        var first = all ? Negation() : Chain(all: true);
        var symbol = all ? "&&" : "||";
        if (!_token.Is(symbol))
            return first;
        List<Expression> operands = [first];
        while (Accept(symbol))
            operands.Add(all ? Negation() : Chain(all: true));
        return Bounded(new ChainExpression(first.Place.To(operands[^1].Place), all, operands));
    }

    private Expression Negation()
    {
        var start = _token.Place;
        if (!Accept("!"))
            return Comparison();
        var operand = Nested(start, Negation);
        return Bounded(new NotExpression(start.To(operand.Place), operand));
    }

    private Expression Comparison()
    {
        var left = Arithmetic(1);
        var negated = Accept("!");
        if (negated && !_token.Is("in"))
            throw Unexpected("'in' after 'not'");
        if (_token.Kind != TokenKind.Symbol || Operators.ComparisonOf(_token.Text) is not { } comparison)
            return left;
        Advance();
        var right = comparison.Operator == Operator.In && _token.Is("[") ? List() : Arithmetic(1);
        Expression test = Bounded(new BinaryExpression(comparison.Operator, left, right));
        if (_token.Kind == TokenKind.Symbol && Operators.ComparisonOf(_token.Text) is not null)
            throw _token.Place.Error("comparisons do not follow one another: join them with '&&' or use parentheses");
        return negated || comparison.Negated ? Bounded(new NotExpression(test.Place, test)) : test;
    }

    private ListExpression List()
    {
        var start = _token.Place;
        Advance();
        List<Expression> items = [Arithmetic(1)];
        while (Accept(",") && !_token.Is("]"))
            items.Add(Arithmetic(1));
        var end = _token.Place;
        return Accept("]") ? Bounded(new ListExpression(start.To(end), items)) : throw Unexpected("',' or ']'");
    }

    private Expression Arithmetic(int level)
    {
        var left = Sign();
        while (_token.Kind == TokenKind.Symbol && Operators.ArithmeticOf(_token.Text) is { } found && found.Level >= level)
        {
            Advance();
            left = Bounded(new BinaryExpression(found.Operator, left, Arithmetic(found.Level + 1)));
        }

        return left;
    }

    private Expression Sign()
    {
        var start = _token.Place;
        var complement = _token.Is("~");
        if (!Accept("~") && !Accept("-"))
            return Primary();
        var operand = Nested(start, Sign);
        return Bounded(new UnaryExpression(start.To(operand.Place), complement, operand));
    }

    private Expression Primary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Literal:
                Advance();
                return token.Literal!;
            case TokenKind.Name:
                Advance();
                return _token.Is("[") ? Attribute(new ColumnName(token.Place, token.Text))
                    : _token.Is("(") ? Call(token)
                    : new ColumnName(token.Place, token.Text);
            case TokenKind.Symbol when token.Text is "true" or "false":
                Advance();
                return new BoolLiteral(token.Place, token.Text == "true");
        }

        if (!Accept("("))
            throw _token.Is("[") ? token.Place.Error("a list stands only after 'in'") : Unexpected("a column or a value");
        var inner = Nested(token.Place, () => Chain(all: false));
        var end = _token.Place;
        return Accept(")") ? inner with { Place = token.Place.To(end) } : throw Unexpected("')'");
    }

    private CallExpression Call(Token name)
    {
        Advance();
        List<Expression> arguments = [];
        while (!_token.Is(")") && (arguments.Count == 0 || Accept(",")))
            arguments.Add(Nested(name.Place, () => Chain(all: false)));
        var end = _token.Place;
        return Accept(")") ? Bounded(new CallExpression(name, arguments, end)) : throw Unexpected("',' or ')'");
    }

    private AttributeName Attribute(ColumnName column)
    {
        Advance();
        if (_token.Literal is not TextLiteral key)
            throw Unexpected("a key in quotes");
        Advance();
        var end = _token.Place;
        return Accept("]") ? new AttributeName(column, key, end) : throw Unexpected("']'");
    }

    private T Nested<T>(Place place, Func<T> read)
    {
        if (++_depth > MaxDepth)
            throw TooDeep(place);
        var result = read();
        _depth--;
        return result;
    }

    private static T Bounded<T>(T expression)
        where T : Expression => expression.Depth <= MaxDepth ? expression : throw TooDeep(expression.Place);

    private static ExpressionException TooDeep(Place place) => place.Error($"the expression is nested deeper than {MaxDepth} levels");

    private bool Accept(string symbol)
    {
        if (!_token.Is(symbol))
            return false;
        Advance();
        return true;
    }

    private void Advance()
    {
        _last = _token;
        _token = _lexer.Next();
    }

    private ExpressionException Unexpected(string expected) => _token.Kind == TokenKind.End
        ? _last.Place.Error($"the expression ends after {Spelling(_last)} (expected {expected})")
        : _token.Place.Error($"got {Spelling(_token)} (expected {expected})");

    private string Spelling(Token token)
    {
        var text = _text.Substring(token.Place.Offset, token.Place.Length);
        return text[0] is '"' or '\'' or '`' ? text : $"'{text}'";
    }
}
