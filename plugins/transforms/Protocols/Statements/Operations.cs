using System.Text;

namespace Pipeline.Transforms.Protocols.Statements;

/// <summary>The words that statements begin with, in any of the dialects, and those that stand before the name of a table.</summary>
internal static class Operations
{
    private static readonly byte[][] All = Words(
        "ABORT ALTER ANALYZE BACKUP BATCH BEGIN BINLOG CACHE CALL CHANGE CHECK CHECKPOINT CHECKSUM CLOSE CLUSTER COMMENT COMMIT COPY CREATE DEALLOCATE DECLARE DELETE DESC DESCRIBE DISCARD DO DROP "
        + "END EXECUTE EXPLAIN FETCH FLUSH GET GRANT HANDLER HELP IMPORT INSERT INSTALL KILL LIST LISTEN LOAD LOCK MERGE MOVE NOTIFY OPTIMIZE PREPARE PURGE REASSIGN REFRESH REINDEX RELEASE RENAME "
        + "REPAIR REPLACE RESET RESIGNAL RESTART REVOKE ROLLBACK SAVEPOINT SECURITY SELECT SET SHOW SHUTDOWN SIGNAL START STOP TABLE TRUNCATE UNINSTALL UNLISTEN UNLOCK UPDATE USE VACUUM VALUES "
        + "WITH XA");

    private static readonly byte[][] Explained = Words("DELETE EXECUTE INSERT MERGE REPLACE SELECT TABLE UPDATE VALUES WITH");

    private static readonly byte[][] BeforeName = Words("DELAYED EXISTS FROM HIGH_PRIORITY IF IGNORE INTO LATERAL LOW_PRIORITY NOT ONLY OVERWRITE QUICK TABLE");

    private static readonly byte[][] BeforeTable = Words("FOREIGN FULLTEXT GLOBAL LOCAL OR REPLACE SPATIAL TEMP TEMPORARY UNIQUE UNLOGGED IGNORE ONLINE OFFLINE CUSTOM CONSTRAINT");

    // Where in the list the words of a letter begin.
    private static readonly byte[] First = [.. Enumerable.Range('A', 27).Select(letter => (byte)All.Count(w => w[0] < letter))];

    /// <summary>The word in capitals, if it is one that statements begin with; else nothing.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty || !char.IsAsciiLetter((char)word[0]))
            return default;
        var letter = (word[0] & ~0x20) - 'A';
        for (var i = First[letter]; i < First[letter + 1]; i++)
            if (Ascii.EqualsIgnoreCase(All[i], word))
                return All[i];
        return default;
    }

    /// <summary>Whether a statement that is explained, or that stands behind WITH, may begin with this word.</summary>
    public static bool IsExplained(ReadOnlySpan<byte> word) => IsOneOf(word, Explained);

    /// <summary>Whether this word may stand between an operation and the name of its table.</summary>
    public static bool IsBeforeName(ReadOnlySpan<byte> word) => IsOneOf(word, BeforeName);

    /// <summary>Whether this word may stand between CREATE, ALTER or DROP and what kind of thing it is about.</summary>
    public static bool IsBeforeTable(ReadOnlySpan<byte> word) => IsOneOf(word, BeforeTable);

    private static bool IsOneOf(ReadOnlySpan<byte> word, byte[][] words)
    {
        foreach (var one in words)
            if (Ascii.EqualsIgnoreCase(one, word))
                return true;
        return false;
    }

    private static byte[][] Words(string words) => [.. words.Split(' ').Order(StringComparer.Ordinal).Select(Encoding.ASCII.GetBytes)];
}
