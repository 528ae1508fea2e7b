namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>What a connection is subscribed to, as far as the confirmations told.</summary>
internal struct Subscriptions
{
    private long _channels;
    private long _patterns;
    private long _shards;

    /// <summary>Whether messages may come that nobody asks for.</summary>
    public readonly bool Any => _channels > 0 || _patterns > 0 || _shards > 0;

    /// <summary>Something was subscribed to, or no more.</summary>
    /// <param name="word">First word of the confirmation.</param>
    /// <param name="total">How many there are now: channels and patterns together, or shard channels.</param>
    public void Confirm(ReadOnlySpan<byte> word, long total)
    {
        if (IsOfShards(word))
            _shards = total;
        else if (IsOfPatterns(word))
            _patterns = Math.Max(0, total - _channels);
        else
            _channels = Math.Max(0, total - _patterns);
    }

    /// <summary>A message came: there must be one.</summary>
    public void Suppose(ReadOnlySpan<byte> word)
    {
        if (IsOfShards(word))
            _shards = Math.Max(1, _shards);
        else if (IsOfPatterns(word))
            _patterns = Math.Max(1, _patterns);
        else
            _channels = Math.Max(1, _channels);
    }

    /// <summary>Whether nothing is left of what a confirmation is about.</summary>
    public readonly bool IsNoneLeft(ReadOnlySpan<byte> word) => (IsOfShards(word) ? _shards : IsOfPatterns(word) ? _patterns : _channels) == 0;

    private static bool IsOfShards(ReadOnlySpan<byte> word) => word.StartsWith("ss"u8) || word.StartsWith("sun"u8) || word.StartsWith("sm"u8);

    private static bool IsOfPatterns(ReadOnlySpan<byte> word) => word[0] == 'p';
}
