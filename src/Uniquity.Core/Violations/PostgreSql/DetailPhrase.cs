namespace Uniquity.Violations.PostgreSql;

/// <summary>How one language's DETAIL frames a key: <c>Key (email)=(x) already exists.</c></summary>
/// <param name="Before">The last word before the key; empty where the key comes first.</param>
/// <param name="After">What follows the key's last bracket, quotation marks and spaces left out; empty where only a full stop does.</param>
/// <param name="Meaning">What it says of the key.</param>
internal sealed record DetailPhrase(string Before, string After, DetailMeaning Meaning)
{
    /// <summary>The English phrases, which nearly every text has.</summary>
    public static IReadOnlyList<DetailPhrase> English { get; } =
    [
        new("Key", "already exists", DetailMeaning.Exists),
        new("Key", "is duplicated", DetailMeaning.Duplicated),
        new("Key", "is not present in table", DetailMeaning.Other),
        new("Key", "is still referenced from table", DetailMeaning.Other),
        new("Key", "conflicts with", DetailMeaning.Other),
    ];

    /// <summary>The phrases of other languages.</summary>
    public static IReadOnlyList<DetailPhrase> Localised { get; } =
    [
        new("Schlüssel", "existiert bereits", DetailMeaning.Exists),
        new("Schlüssel", "ist doppelt vorhanden", DetailMeaning.Duplicated),
        new("Schlüssel", "ist nicht in Tabelle", DetailMeaning.Other),
        new("Schlüssel", "kollidiert mit", DetailMeaning.Other),
        new("clé", "existe déjà", DetailMeaning.Exists),
        new("clé", "est dupliquée", DetailMeaning.Duplicated),
        new("clé", "n'est pas présente", DetailMeaning.Other),
        new("clé", "est en conflit", DetailMeaning.Other),
        new("llave", "está duplicada", DetailMeaning.Duplicated),
        new("llave", "no está presente", DetailMeaning.Other),
        new("llave", "está en conflicto", DetailMeaning.Other),
        new("llave", "todavía es referida", DetailMeaning.Other),
        new("Ya existe la llave", "", DetailMeaning.Exists),
        new("Chave", "já existe", DetailMeaning.Exists),
        new("Chave", "está duplicada", DetailMeaning.Duplicated),
        new("Chave", "não está presente", DetailMeaning.Other),
        new("chiave", "esiste già", DetailMeaning.Exists),
        new("chiave", "è duplicata", DetailMeaning.Duplicated),
        new("chiave", "non è presente", DetailMeaning.Other),
        new("chiave", "è in conflitto", DetailMeaning.Other),
        new("Klucz", "już istnieje", DetailMeaning.Exists),
        new("Klucz", "jest zdublowany", DetailMeaning.Duplicated),
        new("Klucz", "jest zduplikowany", DetailMeaning.Duplicated),
        new("Klucz", "nie występuje", DetailMeaning.Other),
        new("", "anahtarı zaten mevcut", DetailMeaning.Exists),
        new("", "anahtarı mükerrer", DetailMeaning.Duplicated),
        new("Nyckeln", "existerar redan", DetailMeaning.Exists),
        new("Nyckeln", "är duplicerad", DetailMeaning.Duplicated),
        new("Nyckeln", "finns inte", DetailMeaning.Other),
        new("Klíč", "již existuje", DetailMeaning.Exists),
        new("Klíč", "je duplicitní", DetailMeaning.Duplicated),
        new("Ключ", "уже существует", DetailMeaning.Exists),
        new("Ключ", "дублируется", DetailMeaning.Duplicated),
        new("Ключ", "отсутствует в таблице", DetailMeaning.Other),
        new("Ключ", "конфликтует", DetailMeaning.Other),
        new("Ключ", "вже існує", DetailMeaning.Exists),
        new("Ключ", "дублюється", DetailMeaning.Duplicated),
        new("Ключ", "не присутній", DetailMeaning.Other),
        new("キー", "はすでに存在します", DetailMeaning.Exists),
        new("キー", "は既に存在します", DetailMeaning.Exists),
        new("キー", "は重複しています", DetailMeaning.Duplicated),
        new("キー", "が重複しています", DetailMeaning.Duplicated),
        new("キー", "がありません", DetailMeaning.Other),
        new("", "키가 이미 있습니다", DetailMeaning.Exists),
        new("", "키가 중복됨", DetailMeaning.Duplicated),
        new("", "키가", DetailMeaning.Other),
        new("键值", "已经存在", DetailMeaning.Exists),
        new("键值", "重复了", DetailMeaning.Duplicated),
        new("键值对", "没有在表", DetailMeaning.Other),
        new("", "已存在", DetailMeaning.Exists),
        new("", "已經存在", DetailMeaning.Exists),
        new("", "是重複的", DetailMeaning.Duplicated),
        new("გასაღები უკვე არსებობს:", "", DetailMeaning.Exists),
        new("გასაღები", "დუბლირებულია", DetailMeaning.Duplicated),
    ];
}
