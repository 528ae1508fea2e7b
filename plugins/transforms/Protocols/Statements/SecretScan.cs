namespace Pipeline.Transforms.Protocols.Statements;

/// <summary>
/// Goes through the tokens of a statement and tells which values are secrets: those compared with or set to what has the name of a secret, inserted into such
/// columns, given to functions that encrypt, strings behind IDENTIFIED, and strings that tell of a password themselves.
/// </summary>
internal struct SecretScan
{
    private InsertedColumns _inserted;
    private int _depth;

    // Parentheses around what is compared with a secret; negative: nothing is.
    private int _armed;

    // All in these parentheses is, rather than what stands before a comma.
    private bool _isEnclosed;

    // Behind IDENTIFIED everything is, up to the next account.
    private bool _isAccount;
    private bool _isNamed;
    private bool _isCipher;
    private bool _isHost;

    public SecretScan() => _armed = -1;

    /// <summary>Takes the next token: whether it is a value that is a secret.</summary>
    /// <param name="token">The token.</param>
    /// <param name="text">The statement.</param>
    public bool IsSecret(SqlToken token, ReadOnlySpan<byte> text)
    {
        var (isNamed, isCipher, isHost) = (_isNamed, _isCipher, _isHost);
        (_isNamed, _isCipher, _isHost) = (false, false, false);
        switch (token.Kind)
        {
            case SqlTokenKind.Word:
                Word(token, text, isNamed);
                return false;
            case SqlTokenKind.Name:
                _inserted.Name(token, text, _depth);
                _isNamed = SecretNames.IsSecret(token.Of(text));
                return false;
            case SqlTokenKind.Symbol:
                Symbol(text[token.Start], isNamed, isCipher);
                return false;
            case SqlTokenKind.Number:
                return (_armed >= 0 && !_isAccount) || _inserted.IsSecret(_depth);
            case SqlTokenKind.Text:
                var isSecret = _isAccount ? !isHost && !IsUser(token, text) : _armed >= 0 || isNamed;
                // A key of a map, or a name where strings and names look alike.
                _isNamed = !isSecret && SecretNames.IsSecret(token.Of(text));
                if (_isNamed)
                    _inserted.Name(token, text, _depth);
                return isSecret || _inserted.IsSecret(_depth) || SecretNames.IsIn(token.Of(text), token.IsCut);
            case SqlTokenKind.Parameter:
                return _armed >= 0 || _isAccount || isNamed || _inserted.IsSecret(_depth);
            default:
                return false;
        }
    }

    /// <summary>Whether what follows is a host: <c>'name'@'host'</c>.</summary>
    private static bool IsUser(SqlToken token, ReadOnlySpan<byte> text) => token.End < text.Length && text[token.End] == '@';

    private void Word(SqlToken token, ReadOnlySpan<byte> text, bool isNamed)
    {
        _inserted.Name(token, text, _depth);
        if (token.Is(text, "IDENTIFIED"u8) || (isNamed && token.Is(text, "FOR"u8)))
            _isAccount = true;
        else if (_isAccount && token.Is(text, "REQUIRE"u8))
            _isAccount = false;
        else if (_depth == _armed && !_isEnclosed && EndsComparison(token, text))
            _armed = -1;
        else if (isNamed && _armed < 0 && IsComparison(token, text))
            (_armed, _isEnclosed) = (_depth, false);
        _isNamed = SecretNames.IsSecret(token.Of(text));
        _isCipher = SecretNames.IsCipher(token.Of(text));
    }

    private void Symbol(byte symbol, bool isNamed, bool isCipher)
    {
        switch (symbol)
        {
            case (byte)'(':
                _inserted.Symbol(symbol, _depth++);
                if ((isNamed || isCipher) && _armed < 0)
                    (_armed, _isEnclosed) = (_depth, true);
                break;
            case (byte)')':
                _depth = Math.Max(0, _depth - 1);
                _inserted.Symbol(symbol, _depth);
                _armed = _armed > _depth ? -1 : _armed;
                // As in lower(password) = '...'.
                _isNamed = isNamed;
                break;
            case (byte)',':
                _inserted.Symbol(symbol, _depth);
                if (_depth == _armed && !_isEnclosed)
                    _armed = -1;
                _isAccount &= _depth > 0;
                break;
            case (byte)';':
                _inserted.Symbol(symbol, _depth);
                (_depth, _armed, _isAccount) = (0, -1, false);
                break;
            case (byte)'=' or (byte)'<' or (byte)'>' or (byte)'!' or (byte)':' or (byte)'~' or (byte)'|' or (byte)'-' when isNamed && _armed < 0:
                (_armed, _isEnclosed) = (_depth, false);
                break;
            case (byte)'@':
                _isHost = true;
                break;
        }
    }

    private static bool IsComparison(SqlToken token, ReadOnlySpan<byte> text) =>
        token.Is(text, "LIKE"u8) || token.Is(text, "ILIKE"u8) || token.Is(text, "IN"u8) || token.Is(text, "BETWEEN"u8) || token.Is(text, "TO"u8) || token.Is(text, "NOT"u8)
        || token.Is(text, "COLLATE"u8) || token.Is(text, "REGEXP"u8) || token.Is(text, "SIMILAR"u8) || token.Is(text, "BY"u8) || token.Is(text, "AS"u8);

    private static bool EndsComparison(SqlToken token, ReadOnlySpan<byte> text) =>
        token.Is(text, "AND"u8) || token.Is(text, "OR"u8) || token.Is(text, "WHERE"u8) || token.Is(text, "FROM"u8) || token.Is(text, "RETURNING"u8) || token.Is(text, "ORDER"u8)
        || token.Is(text, "GROUP"u8) || token.Is(text, "HAVING"u8) || token.Is(text, "LIMIT"u8) || token.Is(text, "ON"u8)
        || token.Is(text, "UNION"u8) || token.Is(text, "VALID"u8) || token.Is(text, "IF"u8);
}
