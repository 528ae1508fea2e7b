namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>A command's line, read.</summary>
internal ref struct TextCommand
{
    /// <summary>Keys of more bytes no server takes.</summary>
    public const int MostKey = 250;

    private const ulong MostData = 1ul << 30;

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>From the first key on; what is behind it are more keys, or other arguments.</summary>
    public ReadOnlySpan<byte> Keys { get; private set; }

    public Family Family { get; private set; }

    /// <summary>How many of the words of <see cref="Keys"/> are keys.</summary>
    public int KeyCount { get; private set; }

    /// <summary>Bytes of the data behind the line, without their end; negative: none.</summary>
    public long Data { get; private set; }

    public uint Flags { get; private set; }

    /// <summary>Whether no answer comes, or of a meta command perhaps none.</summary>
    public bool IsQuiet { get; private set; }

    /// <summary>What the answer will repeat; empty: nothing.</summary>
    public ReadOnlySpan<byte> Opaque { get; private set; }

    /// <summary>Whether it is one that no other protocol's line is like.</summary>
    public bool IsDistinct { get; private set; }

    /// <summary>Whether commands begin with a word.</summary>
    public static bool IsName(ReadOnlySpan<byte> word) => FamilyOf(word) != Family.None;

    /// <summary>Reads a line; false where it is no command, or not as it should be.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out TextCommand command)
    {
        var words = new Words(line);
        var name = words.Next();
        command = new TextCommand { Name = name, Family = FamilyOf(name), Data = -1 };
        var rest = line[Math.Min(line.Length, name.Length)..].TrimStart((byte)' ');
        switch (command.Family)
        {
            case Family.Retrieval:
                // Of gat the time comes first.
                if (name[1] == 'a')
                {
                    if (!words.TryNumber(out _))
                        return false;
                    rest = rest[words.Current.Length..].TrimStart((byte)' ');
                }

                command.IsDistinct = name.Length > 3 || name[1] == 'a';
                return command.TryKeys(rest);
            case Family.Storage:
                return command.TryStorage(rest, words);
            case Family.Delete or Family.Touch or Family.Arithmetic:
                return command.TryKeyed(rest, words);
            case Family.MetaGet or Family.MetaSet or Family.MetaDelete or Family.MetaArithmetic or Family.MetaDebug:
                return command.TryMeta(rest, words);
            case Family.MetaNoop:
                return rest.IsEmpty;
            case Family.Admin:
                command.IsDistinct = name.Length > 5;
                command.IsQuiet = line.EndsWith(" noreply"u8);
                return true;
            case Family.None:
                return false;
            default:
                return true;
        }
    }

    private bool TryKeys(ReadOnlySpan<byte> keys)
    {
        Keys = keys;
        foreach (var key in new Words(keys))
        {
            if (!IsKey(key))
                return false;
            KeyCount++;
        }

        return KeyCount > 0;
    }

    private bool TryStorage(ReadOnlySpan<byte> rest, Words words)
    {
        var key = words.Next();
        if (!IsKey(key) || !words.TryNumber(out var flags) || flags > uint.MaxValue || !IsTime(words.Next()) || !words.TryNumber(out var bytes) || bytes > MostData)
            return false;
        if (Name.SequenceEqual("cas"u8) && !words.TryNumber(out _))
            return false;
        Keys = rest;
        (KeyCount, Flags, Data, IsDistinct) = (1, (uint)flags, (long)bytes, true);
        return IsEnd(words);
    }

    private bool TryKeyed(ReadOnlySpan<byte> rest, Words words)
    {
        Keys = rest;
        KeyCount = 1;
        if (!IsKey(words.Next()))
            return false;
        if (Family == Family.Delete)
        {
            var zero = words.Next();
            IsQuiet = zero.SequenceEqual("noreply"u8);
            return zero.IsEmpty || IsQuiet || (zero.SequenceEqual("0"u8) && IsEnd(words));
        }

        IsDistinct = Family == Family.Arithmetic;
        return (Family == Family.Touch ? IsTime(words.Next()) : words.TryNumber(out _)) && IsEnd(words);
    }

    private bool TryMeta(ReadOnlySpan<byte> rest, Words words)
    {
        Keys = rest;
        KeyCount = 1;
        if (!IsKey(words.Next()))
            return false;
        if (Family == Family.MetaSet)
        {
            if (!words.TryNumber(out var bytes) || bytes > MostData)
                return false;
            Data = (long)bytes;
        }

        var count = 0;
        foreach (var flag in words)
        {
            if (!char.IsAsciiLetter((char)flag[0]))
                return false;
            IsQuiet |= flag is [(byte)'q'];
            if (flag[0] == 'O')
                Opaque = flag[1..];
            count++;
        }

        IsDistinct = Family == Family.MetaSet || count > 0;
        return true;
    }

    /// <summary>Nothing follows, or that no answer is wanted.</summary>
    private bool IsEnd(Words words)
    {
        var last = words.Next();
        IsQuiet = last.SequenceEqual("noreply"u8);
        return (last.IsEmpty || IsQuiet) && words.Next().IsEmpty;
    }

    private static bool IsTime(ReadOnlySpan<byte> word) => Words.TryNumber(word.StartsWith("-"u8) ? word[1..] : word, out _);

    private static bool IsKey(ReadOnlySpan<byte> word) => word.Length is > 0 and <= MostKey && word.IndexOfAnyInRange((byte)0, (byte)0x20) < 0 && !word.Contains((byte)0x7F);

    private static Family FamilyOf(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("get"u8) || name.SequenceEqual("gets"u8) || name.SequenceEqual("gat"u8) || name.SequenceEqual("gats"u8) => Family.Retrieval,
        _ when name.SequenceEqual("set"u8) || name.SequenceEqual("add"u8) || name.SequenceEqual("replace"u8) || name.SequenceEqual("append"u8)
            || name.SequenceEqual("prepend"u8) || name.SequenceEqual("cas"u8) => Family.Storage,
        _ when name.SequenceEqual("delete"u8) => Family.Delete,
        _ when name.SequenceEqual("incr"u8) || name.SequenceEqual("decr"u8) => Family.Arithmetic,
        _ when name.SequenceEqual("touch"u8) => Family.Touch,
        _ when name.SequenceEqual("stats"u8) => Family.Stats,
        _ when name.SequenceEqual("version"u8) => Family.Version,
        _ when name.SequenceEqual("quit"u8) || name.SequenceEqual("shutdown"u8) => Family.Quit,
        _ when name.SequenceEqual("flush_all"u8) || name.SequenceEqual("verbosity"u8) || name.SequenceEqual("cache_memlimit"u8) || name.SequenceEqual("slabs"u8)
            || name.SequenceEqual("lru"u8) || name.SequenceEqual("lru_crawler"u8) => Family.Admin,
        _ when name.SequenceEqual("mg"u8) => Family.MetaGet,
        _ when name.SequenceEqual("ms"u8) => Family.MetaSet,
        _ when name.SequenceEqual("md"u8) => Family.MetaDelete,
        _ when name.SequenceEqual("ma"u8) => Family.MetaArithmetic,
        _ when name.SequenceEqual("mn"u8) => Family.MetaNoop,
        _ when name.SequenceEqual("me"u8) => Family.MetaDebug,
        _ => Family.None,
    };
}
