using System.Text;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>What commands are about, as far as it matters here.</summary>
internal static class Commands
{
    private static readonly byte[][] OfCollections = Names(
        "find insert update delete findAndModify findandmodify aggregate count distinct mapReduce mapreduce create drop createIndexes listIndexes dropIndexes deleteIndexes "
        + "collMod collStats compact validate killCursors convertToCapped cloneCollectionAsCapped planCacheClear planCacheListFilters planCacheSetFilter reIndex "
        + "createSearchIndexes dropSearchIndex updateSearchIndex listSearchIndexes geoNear geoSearch group parallelCollectionScan touch");

    // Those whose arguments or answers are secrets, as drivers know them too.
    private static readonly byte[][] Sensitive = Names(
        "authenticate saslStart saslContinue getnonce createUser updateUser copydbgetnonce copydbsaslstart copydb logApplicationMessage");

    // What may be shown of those.
    private static readonly byte[][] Harmless = Names("mechanism db $db user roles options conversationId done ok code codeName errmsg operationTime $clusterTime lsid");

    private static readonly byte[][] Handshakes = Names("hello isMaster ismaster");

    /// <summary>Whether the value behind the command's name is a collection.</summary>
    public static bool NamesCollection(ReadOnlySpan<byte> command) => Has(OfCollections, command);

    public static bool IsSensitive(ReadOnlySpan<byte> command) => Has(Sensitive, command);

    public static bool IsHarmless(ReadOnlySpan<byte> name) => Has(Harmless, name);

    /// <summary>Whether drivers ask it by themselves, to begin with and then every few seconds.</summary>
    public static bool IsHandshake(ReadOnlySpan<byte> command) => Has(Handshakes, command);

    private static byte[][] Names(string names) => [.. names.Split(' ').Select(Encoding.ASCII.GetBytes)];

    private static bool Has(byte[][] names, ReadOnlySpan<byte> name)
    {
        foreach (var known in names)
            if (name.SequenceEqual(known))
                return true;
        return false;
    }
}
