namespace Pipeline.Transforms.Protocols.Statements;

/// <summary>Follows INSERT: which columns have secrets by their names, and which of them a value is for.</summary>
internal struct InsertedColumns
{
    private const int Most = 64;

    private Stage _stage;
    private ulong _secrets;
    private int _index;
    private int _depth;

    private enum Stage : byte
    {
        None,
        Table,
        Columns,
        Behind,
        Values,
        Selected,
    }

    /// <summary>Whether the value at hand is for a column with secrets.</summary>
    /// <param name="depth">Parentheses around it.</param>
    public readonly bool IsSecret(int depth) =>
        _stage == Stage.Values && depth > _depth ? (_secrets >> Math.Min(_index, Most - 1) & 1) != 0 : _stage == Stage.Selected && (_secrets >> Math.Min(_index, Most - 1) & 1) != 0;

    /// <summary>A name, or a keyword.</summary>
    public void Name(SqlToken token, ReadOnlySpan<byte> text, int depth)
    {
        switch (_stage)
        {
            case Stage.Columns:
                // Those behind the last bit share it.
                if (SecretNames.IsSecret(token.Of(text)))
                    _secrets |= 1ul << Math.Min(_index, Most - 1);
                return;
            case Stage.Table or Stage.Behind when token.Is(text, "VALUES"u8) || token.Is(text, "VALUE"u8):
                (_stage, _depth, _index) = (Stage.Values, depth, 0);
                return;
            case Stage.Behind when token.Is(text, "SELECT"u8):
                (_stage, _depth, _index) = (Stage.Selected, depth, 0);
                return;
            case Stage.Table:
                // A table of secrets, should its columns not be named.
                _secrets = SecretNames.IsSecret(token.Of(text)) ? ulong.MaxValue : 0;
                return;
            case Stage.Selected when depth == _depth && token.Is(text, "FROM"u8):
            case Stage.Values when depth == _depth && !token.Is(text, "ROW"u8):
                _stage = Stage.None;
                return;
        }

        if (token.Is(text, "INSERT"u8) || token.Is(text, "REPLACE"u8) || token.Is(text, "INTO"u8))
            (_stage, _secrets) = (Stage.Table, 0);
    }

    /// <summary>A symbol.</summary>
    /// <param name="symbol">Which.</param>
    /// <param name="depth">Parentheses around it.</param>
    public void Symbol(byte symbol, int depth)
    {
        switch (symbol)
        {
            case (byte)'(' when _stage == Stage.Table:
                (_stage, _secrets, _index, _depth) = (Stage.Columns, 0, 0, depth);
                break;
            case (byte)')' when _stage == Stage.Columns && depth == _depth:
                _stage = Stage.Behind;
                break;
            case (byte)',' when _stage is Stage.Columns or Stage.Values && depth == _depth + 1:
            case (byte)',' when _stage == Stage.Selected && depth == _depth:
                _index++;
                break;
            case (byte)',' when _stage is Stage.Table or Stage.Behind:
            case (byte)';':
                _stage = Stage.None;
                break;
            case (byte)'(' when _stage == Stage.Values && depth == _depth:
                _index = 0;
                break;
        }
    }
}
