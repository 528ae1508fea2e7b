using System.Text;

namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>What lines of answers mean, and which commands they may answer.</summary>
internal static class TextReply
{
    private static readonly (byte[] Word, ReplyWord Meaning)[] Words =
    [
        .. new (string, ReplyWord)[]
        {
            ("VALUE", ReplyWord.Value), ("END", ReplyWord.End), ("STORED", ReplyWord.Stored), ("NOT_STORED", ReplyWord.NotStored), ("EXISTS", ReplyWord.Exists),
            ("NOT_FOUND", ReplyWord.NotFound), ("DELETED", ReplyWord.Deleted), ("TOUCHED", ReplyWord.Touched), ("OK", ReplyWord.Ok), ("VERSION", ReplyWord.Version),
            ("STAT", ReplyWord.Stat), ("RESET", ReplyWord.Reset), ("ERROR", ReplyWord.Error), ("CLIENT_ERROR", ReplyWord.Error), ("SERVER_ERROR", ReplyWord.Error),
            ("HD", ReplyWord.MetaHeader), ("VA", ReplyWord.MetaValue), ("EN", ReplyWord.MetaMiss), ("NS", ReplyWord.MetaNotStored), ("EX", ReplyWord.MetaExists),
            ("NF", ReplyWord.MetaNotFound), ("MN", ReplyWord.MetaNoop), ("ME", ReplyWord.MetaDebug),
        }.Select(w => (Encoding.ASCII.GetBytes(w.Item1), w.Item2)),
    ];

    /// <summary>What the first word of a line means.</summary>
    public static ReplyWord WordOf(ReadOnlySpan<byte> word)
    {
        foreach (var (known, meaning) in Words)
            if (word.SequenceEqual(known))
                return meaning;
        return Memcached.Words.TryNumber(word, out _) ? ReplyWord.Number : ReplyWord.Other;
    }

    /// <summary>Whether more lines follow.</summary>
    public static bool GoesOn(ReplyWord word) => word is ReplyWord.Value or ReplyWord.Stat;

    /// <summary>Whether an answer that ends with a word may be one to a command.</summary>
    public static bool Fits(Family family, ReplyWord word, bool hasValues, bool hasStats) => word == ReplyWord.Error || family switch
    {
        Family.Retrieval => word == ReplyWord.End && !hasStats,
        Family.Storage => word is ReplyWord.Stored or ReplyWord.NotStored or ReplyWord.Exists or ReplyWord.NotFound,
        Family.Delete => word is ReplyWord.Deleted or ReplyWord.NotFound,
        Family.Arithmetic => word is ReplyWord.Number or ReplyWord.NotFound,
        Family.Touch => word is ReplyWord.Touched or ReplyWord.NotFound,
        Family.Stats => (word is ReplyWord.End or ReplyWord.Reset or ReplyWord.Ok or ReplyWord.Other) && !hasValues,
        Family.Version => word == ReplyWord.Version,
        Family.Admin => word is ReplyWord.Ok or ReplyWord.Other,
        Family.MetaGet => word is ReplyWord.MetaHeader or ReplyWord.MetaValue or ReplyWord.MetaMiss,
        Family.MetaSet or Family.MetaDelete => word is ReplyWord.MetaHeader or ReplyWord.MetaNotStored or ReplyWord.MetaExists or ReplyWord.MetaNotFound,
        Family.MetaArithmetic => word is ReplyWord.MetaHeader or ReplyWord.MetaValue or ReplyWord.MetaNotStored or ReplyWord.MetaExists or ReplyWord.MetaNotFound,
        Family.MetaNoop => word == ReplyWord.MetaNoop,
        Family.MetaDebug => word is ReplyWord.MetaDebug or ReplyWord.MetaMiss,
        _ => false,
    };
}
