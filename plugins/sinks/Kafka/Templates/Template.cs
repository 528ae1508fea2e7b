using System.Text;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Sinks.Kafka.Templates;

/// <summary>A template for the rows of one table. One thread at a time.</summary>
internal sealed class Template
{
    private readonly byte[][] _before;
    private readonly CellWriter[] _cells;
    private readonly byte[] _end;

    private Template(List<byte[]> before, List<CellWriter> cells, byte[] end)
    {
        _before = [.. before];
        _cells = [.. cells];
        _end = end;
    }

    /// <summary>Whether every row has the same text.</summary>
    public bool IsConstant => _cells.Length == 0;

    /// <summary>Whether every row has no text.</summary>
    public bool IsEmpty => IsConstant && _end.Length == 0;

    /// <exception cref="OptionException">The template is none, or names what the table does not have.</exception>
    public static Template Bind(string template, string option, TableSchema table)
    {
        var (before, cells, literal) = (new List<byte[]>(), new List<CellWriter>(), new List<byte>());
        foreach (var part in TemplateParser.Parse(template, option))
        {
            if (!part.IsName || part.Text == TemplateCells.Table)
            {
                literal.AddRange(Encoding.UTF8.GetBytes(part.IsName ? table.Name : part.Text));
                continue;
            }

            before.Add([.. literal]);
            literal.Clear();
            cells.Add(TemplateCells.Of(part, option, table));
        }

        return new Template(before, cells, [.. literal]);
    }

    /// <summary>Turns to a batch, which stays valid for the calls that follow.</summary>
    public void Open(RecordBatch batch)
    {
        foreach (var cell in _cells)
            cell.Open(batch);
    }

    /// <summary>Appends the text of a row.</summary>
    public void Write(ByteBuffer output, int row)
    {
        for (var i = 0; i < _cells.Length; i++)
        {
            output.Append(_before[i]);
            _cells[i].Write(output, row);
        }

        output.Append(_end);
    }
}
