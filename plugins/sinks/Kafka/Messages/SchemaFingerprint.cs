using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Sinks.Kafka.Messages;

/// <summary>Tells two schemas of one name apart: the same on every machine for the same columns in the same order.</summary>
internal static class SchemaFingerprint
{
    /// <summary>16 hexadecimal digits.</summary>
    public static string Of(TableSchema table)
    {
        var text = new StringBuilder(table.Name).Append('\n').Append(table.Kind).Append('\n');
        foreach (var column in table.Columns)
        {
            text.Append(column.Name).Append('\t').Append(column.Type).Append('\t').Append(column.Type.Width).Append('\t').Append(column.Type.Signed).Append('\t').Append(column.Unit);
            foreach (var name in column.Type.Names)
                text.Append('\t').Append(name.Name).Append('=').Append(name.Value);
            foreach (var bound in column.Type.Bounds)
                text.Append('\t').Append(bound.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
            text.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
