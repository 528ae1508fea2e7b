using System.Text;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;
using Pipeline.Transforms.Protocols.Mux;

namespace Pipeline.Protocols.Tests.Mux;

/// <summary>A row of <c>mux_events</c>, copied.</summary>
internal sealed record MuxRow(ulong Connection, long Time, string Type, uint Tag, string Path, string System, string Body, MuxStatus Status, string Message, string Error, Side AskedBy, ulong RequestSize, ulong ResponseSize, long Latency)
{
    public static List<MuxRow> Of(Talk talk)
    {
        List<MuxRow> rows = [];
        using var run = Start(rows);
        run.Feed(talk.Pieces);
        run.Close(talk);
        return rows;
    }

    /// <summary>A transform that puts rows where they are asked for.</summary>
    public static ProtocolRun Start(List<MuxRow> rows, ProtocolsOptions? options = null) => new(options)
    {
        OnRow = (batch, row) =>
        {
            if (batch.Schema.Name == "mux_events")
                rows.Add(Of(batch, row));
        },
    };

    private static MuxRow Of(RecordBatch batch, int row) => new(
        batch.Column<ulong>(11)[row],
        batch.Column<long>(0)[row],
        batch.Schema.Columns[MuxTable.Type].Type.Names.Single(n => n.Value == batch.Column<sbyte>(MuxTable.Type)[row]).Name,
        batch.Column<uint>(MuxTable.Tag)[row],
        Text(batch, MuxTable.Path, row),
        Text(batch, MuxTable.System, row),
        Text(batch, MuxTable.Body, row),
        (MuxStatus)batch.Column<byte>(MuxTable.Status)[row],
        Text(batch, MuxTable.Message, row),
        Text(batch, MuxTable.Error, row).TrimEnd('\0'),
        (Side)batch.Column<byte>(MuxTable.AskedBy)[row],
        batch.Column<ulong>(MuxTable.RequestSize)[row],
        batch.Column<ulong>(MuxTable.ResponseSize)[row],
        batch.Column<long>(MuxTable.Latency)[row]);

    private static string Text(RecordBatch batch, int ordinal, int row) => Encoding.UTF8.GetString(batch.Text(ordinal, row));
}
