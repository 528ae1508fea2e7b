using System.Text;

namespace Pipeline.Host.Configuration;

/// <summary>Names of C# properties and enum members as users write them: <c>DropNewest</c> is <c>drop_newest</c>.</summary>
internal static class SnakeCase
{
    public static string From(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
