using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>Rows with histograms: a line with the row's other values, <c>disk = 'sda' operation = read</c>, then each histogram.</summary>
internal sealed class HistogramRowWriter(string table, TableColumn[] labels, HistogramBars[] histograms, TableScreen screen) : IRowWriter
{
    private readonly TableHeading _heading = new(table, screen);
    private RecordBatch _batch = null!;
    private bool _isFirst = true;

    public void Begin(ByteBuffer output)
    {
        screen.Refresh();
        HeadWhereNeeded(output);
    }

    public void Open(RecordBatch batch)
    {
        _batch = batch;
        screen.Refresh();
        foreach (var label in labels)
            label.Cell.Open(batch);
    }

    public void Write(ByteBuffer output, int row)
    {
        HeadWhereNeeded(output);
        if (!_isFirst)
            output.Append((byte)'\n');
        _isFirst = false;
        if (labels.Length > 0)
            WriteLabels(output, row);
        foreach (var histogram in histograms)
        {
            if (histograms.Length > 1)
                WriteName(output, histogram);
            histogram.Write(output, _batch, row, screen.Width);
        }
    }

    public void End(ByteBuffer output, int more) => MoreLine.Write(output, more, screen.Width);

    private void HeadWhereNeeded(ByteBuffer output)
    {
        var isFirst = screen.IsEmpty;
        // No row repeats it, so it need not come back after a screenful.
        if (!screen.TakesTurn(this))
            return;
        _heading.WriteName(output, screen.Width, isFirst);
        _isFirst = true;
    }

    private void WriteLabels(ByteBuffer output, int row)
    {
        var fitter = new TextFitter(output, screen.Width);
        var separator = ""u8;
        foreach (var label in labels)
        {
            if (label.IsAbsent(_batch, row))
                continue;
            fitter.AppendAscii(separator);
            SafeText.Write(ref fitter, label.Label);
            fitter.AppendAscii(" = "u8);
            if (label.IsQuoted)
                fitter.AppendAscii("'"u8);
            label.Cell.Write(ref fitter, row);
            if (label.IsQuoted)
                fitter.AppendAscii("'"u8);
            separator = " "u8;
        }

        output.Append((byte)'\n');
    }

    private void WriteName(ByteBuffer output, HistogramBars histogram)
    {
        var fitter = new TextFitter(output, screen.Width);
        SafeText.Write(ref fitter, histogram.Heading);
        output.Append((byte)'\n');
    }
}
