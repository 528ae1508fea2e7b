using System.Text.Json;

namespace Pipeline.Transforms.DnsNames.Answers;

/// <summary>
/// Finds in the body of a response (column <c>resp_body</c> of <c>dns_events</c>) the addresses of the name that was asked for, through whatever aliases lead to them.
/// Records that are about other names tell nothing. Keeps its buffers; one thread at a time.
/// </summary>
internal sealed class AnswerReader
{
    /// <summary>Records of a response that are looked at.</summary>
    private const int MostRecords = 512;

    /// <summary>Aliases behind each other.</summary>
    private const int MostAliases = 32;

    private readonly List<Answer> _records = [];
    private readonly List<(UInt128 Address, uint Ttl)> _found = [];
    private byte[] _texts = new byte[4096];
    private int _used;

    /// <summary>What <see cref="Read"/> found: addresses, and for how many seconds they and the aliases that lead to them may be kept.</summary>
    public IReadOnlyList<(UInt128 Address, uint Ttl)> Found => _found;

    /// <summary>Reads a body. False: it is not what dns_events has, and what was read of it before that is found all the same.</summary>
    /// <param name="name">The name that was asked for.</param>
    /// <param name="body">JSON.</param>
    public bool Read(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        _records.Clear();
        _found.Clear();
        _used = 0;
        var asked = Keep(name);
        var isWhole = TryReadBody(body);
        Follow(asked);
        return isWhole;
    }

    private bool TryReadBody(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return true;
        var json = new Utf8JsonReader(body);
        try
        {
            while (json.Read())
                if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName)
                {
                    var isAnswers = json.ValueTextEquals("answers"u8);
                    if (!json.Read())
                        return false;
                    if (isAnswers && json.TokenType == JsonTokenType.StartArray)
                        ReadRecords(ref json);
                    else
                        json.Skip();
                }

            return true;
        }
        // The latter of text that is no UTF-8, or half a character by its escapes.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private void ReadRecords(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            var record = default(Answer);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                ReadMember(ref json, ref record);
            if (_records.Count < MostRecords && (record.IsAddress || !record.Alias.IsEmpty))
                _records.Add(record);
        }
    }

    private void ReadMember(ref Utf8JsonReader json, ref Answer record)
    {
        var (isName, isAlias, isAddress, isTtl) =
            (json.ValueTextEquals("name"u8), json.ValueTextEquals("cname"u8), json.ValueTextEquals("addr"u8), json.ValueTextEquals("ttl"u8));
        json.Read();
        if (isTtl && json.TokenType == JsonTokenType.Number && json.TryGetUInt32(out var ttl))
            record.Ttl = ttl;
        else if (isName && json.TokenType == JsonTokenType.String)
            record.Owner = Keep(ref json);
        else if (isAlias && json.TokenType == JsonTokenType.String)
            record.Alias = Keep(ref json);
        else if (isAddress && json.TokenType == JsonTokenType.String)
            record.IsAddress = AddressText.TryParse(json.ValueSpan, out record.Address);
        else
            json.Skip();
    }

    private void Follow(TextSpan name)
    {
        var ttl = uint.MaxValue;
        for (var aliases = 0; aliases <= MostAliases; aliases++)
        {
            var next = default(TextSpan);
            foreach (var record in _records)
            {
                if (!IsSame(record.Owner, name))
                    continue;
                if (record.IsAddress)
                    _found.Add((record.Address, Math.Min(ttl, record.Ttl)));
                else if (next.IsEmpty)
                    (next, ttl) = (record.Alias, Math.Min(ttl, record.Ttl));
            }

            if (next.IsEmpty || _found.Count > 0)
                return;
            name = next;
        }
    }

    private bool IsSame(TextSpan one, TextSpan other) => one.Of(_texts).SequenceEqual(other.Of(_texts));

    // Case is no part of a name: some resolvers ask with letters of either, so that nobody can guess their queries.
    private TextSpan Keep(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_texts.AsSpan(_used));
        return Lower(text.Length);
    }

    private TextSpan Keep(ref Utf8JsonReader json)
    {
        Reserve(json.ValueSpan.Length);
        return Lower(json.CopyString(_texts.AsSpan(_used)));
    }

    private TextSpan Lower(int length)
    {
        var text = new TextSpan(_used, length);
        System.Text.Ascii.ToLowerInPlace(_texts.AsSpan(_used, length), out _);
        _used += length;
        return text;
    }

    private void Reserve(int bytes)
    {
        if (_used + bytes > _texts.Length)
            Array.Resize(ref _texts, Math.Max(2 * _texts.Length, _used + bytes));
    }

    private record struct Answer
    {
        public TextSpan Owner;
        public TextSpan Alias;
        public UInt128 Address;
        public uint Ttl;
        public bool IsAddress;
    }

    private readonly record struct TextSpan(int Start, int Length)
    {
        public bool IsEmpty => Length == 0;

        public ReadOnlySpan<byte> Of(byte[] texts) => texts.AsSpan(Start, Length);
    }
}
