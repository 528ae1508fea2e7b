using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Statements;

/// <summary>What a statement does, and to which table: told by its first words, as far as they tell it for sure.</summary>
internal readonly ref struct StatementHead
{
    /// <summary>The longest name of a table that is told, with what stands before it.</summary>
    public const int MostName = 256;

    // Tokens after which no table is looked for any more.
    private const int MostTokens = 1000;

    private StatementHead(ReadOnlySpan<byte> operation, ReadOnlySpan<byte> collection)
    {
        Operation = operation;
        Collection = collection;
    }

    /// <summary>The operation in capitals: one of a fixed set. Empty where the text begins with none of them.</summary>
    public ReadOnlySpan<byte> Operation { get; }

    /// <summary>The first table, as it is written, with quotes; empty where there is none, or where that is not certain. <see cref="AddName"/> writes it without them.</summary>
    public ReadOnlySpan<byte> Collection { get; }

    /// <summary>Reads the beginning of a statement: behind comments, parentheses, WITH and EXPLAIN.</summary>
    /// <param name="text">The statement, or as much of it as there is.</param>
    /// <param name="rules">Of its dialect.</param>
    /// <param name="isWhole">Whether the text is all of it: a name at the end of a part may go on.</param>
    public static StatementHead Of(ReadOnlySpan<byte> text, SqlRules rules, bool isWhole = true)
    {
        var reader = new Reader(text, rules, isWhole);
        return reader.Read();
    }

    /// <summary>Adds a name without its quotes.</summary>
    public static void AddName(ByteList list, ReadOnlySpan<byte> name)
    {
        if (name.IndexOfAny((byte)'"', (byte)'`') < 0)
        {
            list.Add(name);
            return;
        }

        for (var at = 0; at < name.Length; at++)
        {
            if (name[at] is (byte)'"' or (byte)'`' && !(at + 1 < name.Length && name[at + 1] == name[at] && ++at > 0))
                continue;
            list.Add(name.Slice(at, 1));
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> text, SqlRules rules, bool isWhole)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private SqlLexer _lexer = new(text, rules);
        private SqlToken _token;
        private int _depth;
        private int _left = MostTokens;
        private bool _hasWith;

        public StatementHead Read()
        {
            do
                Move();
            while (IsSymbol('(') || IsSymbol(';'));
            _depth = 0;
            if (Is("EXPLAIN"u8) || (rules.HasHashComments && (Is("DESCRIBE"u8) || Is("DESC"u8))))
                return Explained(Operations.Of(_token.Of(_text)));
            if (Is("WITH"u8))
                return With();
            return Plain();
        }

        /// <summary>The statement that is explained; of one that is not known the explanation.</summary>
        private StatementHead Explained(ReadOnlySpan<byte> explain)
        {
            while (Move())
            {
                if (_depth > 0 || _token.Kind != SqlTokenKind.Word || !Operations.IsExplained(_token.Of(_text)))
                    continue;
                if (!Is("WITH"u8))
                    return Plain();
                return With();
            }

            return new(explain, default);
        }

        private StatementHead With()
        {
            _hasWith = true;
            while (Move())
                if (_depth == 0 && _token.Kind == SqlTokenKind.Word && Operations.IsExplained(_token.Of(_text)) && !Is("WITH"u8))
                    return Plain();
            return new("WITH"u8, default);
        }

        private StatementHead Plain()
        {
            var isCut = _token.End == _text.Length && !isWhole;
            var operation = _token.Kind == SqlTokenKind.Word && !isCut ? Operations.Of(_token.Of(_text)) : default;
            return new(operation, operation.IsEmpty ? default : Collected(operation));
        }

        private ReadOnlySpan<byte> Collected(ReadOnlySpan<byte> operation) => operation switch
        {
            _ when operation.SequenceEqual("SELECT"u8) => _hasWith ? default : BehindFrom(),
            _ when operation.SequenceEqual("DELETE"u8) => BehindFrom(),
            _ when operation.SequenceEqual("INSERT"u8) || operation.SequenceEqual("REPLACE"u8) || operation.SequenceEqual("UPDATE"u8)
                || operation.SequenceEqual("TRUNCATE"u8) || operation.SequenceEqual("MERGE"u8) || operation.SequenceEqual("COPY"u8) => Target(),
            _ when operation.SequenceEqual("CREATE"u8) || operation.SequenceEqual("ALTER"u8) || operation.SequenceEqual("DROP"u8) => Defined(),
            _ when operation.SequenceEqual("TABLE"u8) => Target(),
            _ when operation.SequenceEqual("LOAD"u8) => Behind("TABLE"u8),
            _ => default,
        };

        private ReadOnlySpan<byte> BehindFrom()
        {
            var isDistinct = false;
            while (Move() && _depth >= 0)
            {
                if (_depth == 0 && Is("FROM"u8) && !isDistinct)
                    return Target(isSource: true);
                if (IsSymbol(';') || (_depth == 0 && (Is("WHERE"u8) || Is("UNION"u8))))
                    return default;
                isDistinct = Is("DISTINCT"u8);
            }

            return default;
        }

        private ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> keyword)
        {
            while (Move())
                if (Is(keyword))
                    return Target();
            return default;
        }

        /// <summary>What is created, altered or dropped: a table, or what is on one.</summary>
        private ReadOnlySpan<byte> Defined()
        {
            while (Move() && _token.Kind == SqlTokenKind.Word)
            {
                if (Is("TABLE"u8))
                    return Target();
                if (Is("INDEX"u8) || Is("TRIGGER"u8))
                    return Behind("ON"u8);
                if (!Operations.IsBeforeTable(_token.Of(_text)))
                    return default;
            }

            return default;
        }

        /// <summary>The name that comes next, behind words that may stand before one.</summary>
        /// <param name="isSource">Whether rows come from it, so that a function may stand there.</param>
        private ReadOnlySpan<byte> Target(bool isSource = false)
        {
            while (Move() && _token.Kind == SqlTokenKind.Word && Operations.IsBeforeName(_token.Of(_text)))
                continue;
            var start = _token.Start;
            while (_token.Kind is SqlTokenKind.Word or SqlTokenKind.Name && !_token.IsCut)
            {
                var end = _token.End;
                Move();
                if (!IsSymbol('.') || _token.Start != end)
                    return (isSource && IsSymbol('(')) || (end == _text.Length && !isWhole) || end - start > MostName ? default : _text[start..end];
                Move();
            }

            return default;
        }

        private bool Move()
        {
            _token = _lexer.Next();
            _depth += IsSymbol('(') ? 1 : IsSymbol(')') ? -1 : 0;
            return _token.Kind != SqlTokenKind.End && _left-- > 0;
        }

        private readonly bool Is(ReadOnlySpan<byte> keyword) => _token.Is(_text, keyword);

        private readonly bool IsSymbol(char symbol) => _token.Is(_text, symbol);
    }
}
