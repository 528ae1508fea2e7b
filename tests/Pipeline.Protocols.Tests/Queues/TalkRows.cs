using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Queues;

/// <summary>The rows of a talk that is closed at its end.</summary>
internal static class TalkRows
{
    public static List<TableRow> Rows(this Talk talk) => Conversations.RowsOf(talk);
}
