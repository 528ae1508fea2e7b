namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>The first words of what servers send to subscribers, always in small letters.</summary>
internal static class PushWords
{
    public static bool IsMessage(ReadOnlySpan<byte> word) =>
        word.Length is 7 or 8 && (word.SequenceEqual("message"u8) || word.SequenceEqual("pmessage"u8) || word.SequenceEqual("smessage"u8));

    /// <summary>Whether it confirms that something is subscribed to, or no more.</summary>
    public static bool IsConfirmation(ReadOnlySpan<byte> word) => word.Length is >= 9 and <= 12 && word.EndsWith("subscribe"u8);
}
